import type { ImportProspects } from "@firstquadrant/core-client";
import type { Db } from "../db/db.ts";
import { toContactRecord } from "./prospect-record.ts";
import { searchProspects } from "./search.ts";
import { searchTerms } from "./search-terms.ts";
import { findTaken } from "./taken.ts";

const pageSize = 500;

/** A prospect as an import takes it in. */
export interface ProspectSourceRecord {
  line: number;
  values: unknown;
  problem: null;
  prospect: number;
}

/**
 * What an import finds that it has not taken in before, the newest first. Where a run was left, what it took is taken:
 * it goes on with the rest.
 *
 * @param place How many of the limit are taken in already.
 */
export async function* recordsOfProspects(
  db: Db,
  { organizationId, importId, place }: { organizationId: string; importId: string; place: number },
  { search, limit }: ImportProspects,
): AsyncGenerator<ProspectSourceRecord, void, undefined> {
  const terms = searchTerms(search);
  let line = place;
  let beyond: number | null = null;
  for (;;) {
    const page = await searchProspects(db, { terms, beyond, order: "newest", limit: pageSize });
    const numbers = page.map(({ number }) => number);
    const taken = await findTaken(db, organizationId, importId, numbers);
    for (const prospect of page) {
      if (taken.has(prospect.number)) continue;
      if (line >= limit) return;
      line += 1;
      yield { line, values: toContactRecord(prospect), problem: null, prospect: prospect.number };
    }
    beyond = numbers.at(-1) ?? null;
    if (page.length < pageSize || line >= limit) return;
  }
}
