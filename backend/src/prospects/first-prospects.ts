import type { ImportProspects } from "@firstquadrant/core-client";
import type { Db } from "../db/db.ts";
import { recordsOfProspects } from "./records-of-prospects.ts";

/** What an import would take in first, as records, if it ran now. */
export async function firstProspects(
  db: Db,
  organizationId: string,
  importId: string,
  { search, limit }: ImportProspects,
  most: number,
): Promise<unknown[]> {
  const found: unknown[] = [];
  const first = { search, limit: Math.min(limit, most) };
  for await (const { values } of recordsOfProspects(db, { organizationId, importId, place: 0 }, first)) {
    found.push(values);
  }
  return found;
}
