import { type Db, statement } from "../db/db.ts";
import { notFound } from "../errors.ts";
import { type ImportRecord, importColumns } from "./import-record.ts";

const byId = statement(
  "find-import",
  `select ${importColumns} from imports t where t.organization_id = $1 and t.id = $2`,
);

const lockById = statement(
  "lock-import",
  `select ${importColumns} from imports t where t.organization_id = $1 and t.id = $2 for no key update of t`,
);

/** @throws AppError `not_found` */
export async function getImport(db: Db, organizationId: string, id: string): Promise<ImportRecord> {
  const [record] = await db.query<ImportRecord>(byId, [organizationId, id]);
  if (record === undefined) throw notFound("import", id);
  return record;
}

/**
 * The same, and nobody else changes it until the transaction ends.
 *
 * @throws AppError `not_found`
 */
export async function lockImport(tx: Db, organizationId: string, id: string): Promise<ImportRecord> {
  const [record] = await tx.query<ImportRecord>(lockById, [organizationId, id]);
  if (record === undefined) throw notFound("import", id);
  return record;
}
