import { pipeline, Readable } from "node:stream";
import { stringify } from "csv-stringify";
import type { Db } from "../db/db.ts";
import { type RawBuilder, run, sql } from "../db/sql.ts";
import { countAll, listPage } from "../lists/list.ts";
import type { Filter, ListParams } from "../lists/list-params.ts";
import { type ImportRowRecord, importRowList } from "./import-rows.ts";

const pageSize = 100;
const mostColumns = 500;

/** The names of what came in, each once, as they appear in the rows of the import. */
async function inputNames(db: Db, organizationId: string, importId: string): Promise<string[]> {
  const found: RawBuilder<{ name: string }> = sql`
    select key as name from import_rows t
    cross join lateral jsonb_object_keys(case when jsonb_typeof(t.input) = 'object' then t.input else '{}' end) as key
    where t.organization_id = ${organizationId} and t.import_id = ${importId}
    group by key order by min(t.id), key limit ${mostColumns}`;
  return (await run(db, found)).map(({ name }) => name);
}

const cell = (value: unknown): string => {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
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
    const rows: ImportRowRecord[] = await listPage(db, source, organizationId, { ...params, startingAfter: last });
    yield* rows;
    const end = rows.at(-1);
    if (end === undefined || rows.length < pageSize) return;
    last = `row_${end.id}`;
  }
}

/**
 * The rows of an import as a CSV, in the order in which they came in: what became of each and why, then what was
 * received, in its own columns. Values that a spreadsheet would take for formulas are made harmless.
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
    yield ["Row", "Outcome", "Reasons", ...names];
    for await (const row of eachRow(db, organizationId, importId, filters)) {
      const input = Object.entries(row.input ?? {});
      const values = new Map<string, unknown>(input);
      yield [`row_${row.id}`, row.outcome, reasonsOf(row), ...names.map((name) => cell(values.get(name)))];
    }
  }
  // What goes wrong ends the download, and nothing else.
  return pipeline(Readable.from(lines()), text, () => undefined);
}
