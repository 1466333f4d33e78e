import { type Db, statement } from "../db/db.ts";

// The hash is the one that tables are partitioned by, so it is the same in every version. It fits into a number.
/** The SQL of the cell of some facets, which are joined with bars. */
export const cellOf = (facets: string): string => `(hashtextextended(${facets}, 0) & 9007199254740991)`;

/** The end of an insertion into cells, of which some are there. */
export const addToCells = `on conflict (id) do update
  set prospects = prospect_cells.prospects + excluded.prospects`;

const change = statement(
  "change-prospect-cells",
  `insert into prospect_cells (id, terms, prospects)
   select ${cellOf("x.facets")}, array_to_tsvector(string_to_array(x.facets, '|')), x.more
   from jsonb_to_recordset($1::jsonb) as x(facets text, more bigint)
   ${addToCells}`,
);

/** Counts prospects that came to a combination of facets, and went from another. */
export async function moveBetweenCells(tx: Db, moves: readonly { from: string | null; to: string }[]): Promise<void> {
  const changes = new Map<string, number>();
  const add = (facets: string, more: number) => changes.set(facets, (changes.get(facets) ?? 0) + more);
  for (const { from, to } of moves) {
    if (from === to) continue;
    if (from !== null) add(from, -1);
    add(to, 1);
  }
  if (changes.size > 0)
    await tx.query(change, [JSON.stringify([...changes].map(([facets, more]) => ({ facets, more })))]);
}
