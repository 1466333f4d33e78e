import type { ImportRun } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { type RunRecord, toRun } from "./run-record.ts";

const findAll = statement(
  "find-runs",
  "select * from runs where organization_id = $1 and import_id = $2 order by id desc limit 100",
);

/** The runs of an import, the newest first, at most a hundred. */
export async function findRuns(db: Db, organizationId: string, importId: string): Promise<ImportRun[]> {
  return (await db.query<RunRecord>(findAll, [organizationId, importId])).map(toRun);
}
