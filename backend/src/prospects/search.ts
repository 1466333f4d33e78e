import type { Db } from "../db/db.ts";
import { askIndex } from "./ask-index.ts";
import { type ProspectRecord, prospectColumns } from "./prospect-record.ts";
import type { SearchTerms } from "./search-terms.ts";

/**
 * How many prospects are looked through from the cursor on before an index is asked. What is frequent is found among
 * them, and an index would gather all of it; what is not is few, and the index has it at once.
 */
const nearby = 20_000;
/** Where the few that were found nearby promise a page within so many, it is looked on: it takes a tenth of a second. */
const farthest = 200_000;
/** How much farther it is looked than they promise. */
const allowance = 1.5;

/** What is looked for, and which part of what is found. */
export interface ProspectPage {
  terms: SearchTerms;
  /** Only those behind this number; null begins at the newest, or at the oldest. */
  beyond: number | null;
  order: "newest" | "oldest";
  limit: number;
}

const ends = { text: "select coalesce(min(number), 0) as first, coalesce(max(number), 0) as last from prospects" };

// Those nearby are looked at one by one: `offset 0` keeps the planner from asking an index of terms, which has no end.
// None has a name: each is planned for its terms. Of a general plan nobody knows what it would look for.
function statementsOf(behind: string, upTo: string, direction: string) {
  const page = (found: string) => ({
    text: `with found as materialized (${found})
      select ${prospectColumns} from prospects
      where number in (select number from found order by number ${direction} limit $3) order by number ${direction}`,
  });
  return {
    walk: {
      text: `select ${prospectColumns} from (
          select * from prospects where number ${behind} $1 and number ${upTo} $4 order by number ${direction} offset 0
        ) near
        where $2::text is null or terms @@ $2::tsquery order by number ${direction} limit $3`,
    },
    findByTerms: page(`select number from prospects where terms @@ $2::tsquery and number ${behind} $1`),
    findByCells: page(`select p.number from prospect_cells c cross join lateral (
        select number from prospects where cell = c.id and number ${behind} $1 order by number ${direction} limit $3) p
      where c.terms @@ $2::tsquery and c.prospects > 0`),
  };
}

const statements = { newest: statementsOf("<", ">=", "desc"), oldest: statementsOf(">", "<=", "asc") };

/** How far it is looked for a page, by how many were found nearby; 0 where an index is asked instead. */
function farEnough(found: number, limit: number): number {
  const distance = found === 0 ? Number.POSITIVE_INFINITY : Math.ceil((nearby * limit * allowance) / found);
  return distance <= farthest ? distance : 0;
}

/** A page of the prospects that a search finds. */
export async function searchProspects(
  db: Db,
  { terms: { expression, isOfCells }, beyond, order, limit }: ProspectPage,
): Promise<ProspectRecord[]> {
  const [{ first, last } = { first: 0, last: 0 }] = await db.query<{ first: number; last: number }>(ends);
  const isNewest = order === "newest";
  const end = isNewest ? first : last;
  const from = isNewest ? Math.min(beyond ?? last + 1, last + 1) : Math.max(beyond ?? first - 1, first - 1);
  const behind = (distance: number) => (isNewest ? Math.max(from - distance, first) : Math.min(from + distance, last));
  const { walk, findByTerms, findByCells } = statements[order];
  const look = (upTo: number) => db.query<ProspectRecord>(walk, [from, expression, limit, upTo]);

  const near = expression === null ? end : behind(nearby);
  const found = await look(near);
  if (found.length === limit || near === end) return found;
  const far = farEnough(found.length, limit);
  if (far > 0) {
    const more = await look(behind(far));
    if (more.length === limit || behind(far) === end) return more;
  }
  return askIndex<ProspectRecord>(db, isOfCells ? findByCells : findByTerms, [from, expression, limit]);
}
