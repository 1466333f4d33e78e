import { pipeline, Readable } from "node:stream";
import { stringify } from "csv-stringify";
import type { Db } from "../db/db.ts";
import { withinOrganization } from "../db/reach.ts";
import { type RawBuilder, run, sql } from "../db/sql.ts";
import { countAll, listPage } from "../lists/list.ts";
import type { Filter, ListParams } from "../lists/list-params.ts";
import { rowColumns, withApostrophe } from "../mending/mended-file.ts";
import { type ImportRowRecord, importRowList } from "./import-rows.ts";

const pageSize = 100;
const mostColumns = 500;

/** The names of what came in, each once, in the order in which they stand in the rows of the import. */
async function inputNames(db: Db, organizationId: string, importId: string): Promise<string[]> {
  const found: RawBuilder<{ name: string }> = sql`
    select k.name from import_rows t
    cross join lateral json_object_keys(case when json_typeof(t.input) = 'object' then t.input else '{}' end)
      with ordinality as k(name, place)
    where t.organization_id = ${organizationId} and t.import_id = ${importId}
    group by k.name order by min(t.id), min(k.place) limit ${mostColumns}`;
  return (await run(db, found)).map(({ name }) => name);
}

const cell = (value: unknown): string => {
  if (value === undefined || value === null) return "";
  return withApostrophe(typeof value === "string" ? value : JSON.stringify(value));
};

const reasonsOf = ({ errors, warnings }: ImportRowRecord): string =>
  [...errors, ...warnings].map(({ field, message }) => `${field} ${message}`.trim()).join("; ");

async function* eachRow(db: Db, organizationId: string, importId: string, filters: Filter[]) {
  const source = importRowList(importId)(filters);
  const params: ListParams = {
    limit: pageSize,
    startingAfter: null,
    endingBefore: null,
    orderBy: "id",
    sort: "asc",
    query: null,
    filters,
    select: [],
  };
  for (let last: string | null = null; ; ) {
    const page = { ...params, startingAfter: last };
    // Who reads the download asks for the next page, from outside of the request's work.
    const rows: ImportRowRecord[] = await withinOrganization(organizationId, () =>
      listPage(db, source, organizationId, page),
    );
    yield* rows;
    const end = rows.at(-1);
    if (end === undefined || rows.length < pageSize) return;
    last = `row_${end.id}`;
  }
}

/**
 * The rows of an import as a CSV, in the order in which they came in: what became of each and why, then what was
 * received, in its own columns. Values that a spreadsheet would take for formulas are made harmless. Mended and uploaded
 * again, a record stands for its row: see `readMended`.
 *
 * @throws AppError `invalid_parameters`
 */
export async function rowsAsCsv(
  db: Db,
  organizationId: string,
  importId: string,
  filters: Filter[],
): Promise<Readable> {
  // A filter that is not known is told before the first byte is sent.
  await countAll(db, importRowList(importId)(filters), organizationId, { filters, query: null });
  const names = await inputNames(db, organizationId, importId);
  const text = stringify({ bom: true, escape_formulas: true, record_delimiter: "windows" });
  async function* lines() {
    yield [...rowColumns, ...names.map(withApostrophe)];
    for await (const row of eachRow(db, organizationId, importId, filters)) {
      const input = Object.entries(row.input ?? {});
      const values = new Map<string, unknown>(input);
      yield [`row_${row.id}`, row.outcome, reasonsOf(row), ...names.map((name) => cell(values.get(name)))];
    }
  }
  // What goes wrong ends the download, and nothing else.
  return pipeline(Readable.from(lines()), text, () => undefined);
}
