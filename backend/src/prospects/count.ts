import type { ProspectCount } from "@firstquadrant/core-client";
import type { Db } from "../db/db.ts";
import { askIndex } from "./ask-index.ts";
import type { SearchTerms } from "./search-terms.ts";

/** Up to here what words find is counted one by one. */
const mostCounted = 10_000;
/** How many prospects a sample has, and how many of them must be found for it to tell anything. */
const sampleSize = 20_000;
const enough = 100;

const inCells = {
  text: `select coalesce(sum(prospects), 0)::bigint as count from prospect_cells
    where $1::text is null or terms @@ $1::tsquery`,
};

const sample = {
  text: `select count(*) as looked, count(*) filter (where terms @@ $2::tsquery) as found
    from prospects tablesample system ($1) repeatable (1)`,
};

const oneByOne = {
  text: `with found as materialized (select 1 from prospects where terms @@ $1::tsquery limit $2)
    select count(*) as count from found`,
};

/** Two digits are as much as a sample tells. */
const rounded = (count: number): number => Number(count.toPrecision(2));

async function countInCells(db: Db, expression: string | null): Promise<number> {
  const [found] = await db.query<{ count: number }>(inCells, [expression]);
  return found?.count ?? 0;
}

/** How many prospects a search finds: exactly, unless it is for words or a city and finds more than some thousands. */
export async function countProspects(db: Db, { expression, isOfCells }: SearchTerms): Promise<ProspectCount> {
  const total = await countInCells(db, isOfCells ? expression : null);
  if (isOfCells || expression === null) return { count: total, isEstimate: false };
  let share = 0;
  if (total > mostCounted) {
    const percent = Math.min(100, (100 * sampleSize) / total);
    const [seen] = await db.query<{ looked: number; found: number }>(sample, [percent, expression]);
    share = seen === undefined || seen.looked === 0 ? 0 : seen.found / seen.looked;
    if ((seen?.found ?? 0) >= enough) return { count: rounded(share * total), isEstimate: true };
  }
  const [exact] = await askIndex<{ count: number }>(db, oneByOne, [expression, mostCounted + 1]);
  const count = exact?.count ?? 0;
  if (count <= mostCounted) return { count, isEstimate: false };
  return { count: rounded(Math.max(count, share * total)), isEstimate: true };
}
