import type { Db } from "../db/db.ts";
import { type RawBuilder, run, sql } from "../db/sql.ts";
import { AppError } from "../errors.ts";
import { filterCondition, type ListField } from "./filter-condition.ts";
import type { ListParams } from "./list-params.ts";

/** What can be listed, and by which fields it is found. Expressions name the source `t`. */
export interface ListSource {
  /** What stands behind `from`, for instance `contacts t`. */
  from: RawBuilder<unknown>;
  columns: RawBuilder<unknown>;
  /** The field of a name; null when there is none. */
  field: (name: string) => ListField | null;
  /** What `query` looks into. */
  searched: RawBuilder<unknown>[];
  /** How an id that a caller names stands in the column `id`. */
  idOf?: (id: string) => string;
}

const invalid = (field: string, message: string): AppError =>
  new AppError("invalid_parameters", `The parameter ${field} ${message}.`, "Correct the parameter and ask again.", {
    details: [{ field, message }],
  });

function conditionsOf(source: ListSource, organizationId: string, params: Pick<ListParams, "filters" | "query">) {
  const conditions: RawBuilder<unknown>[] = [sql`t.organization_id = ${organizationId}`];
  for (const filter of params.filters) {
    const field = source.field(filter.field);
    if (field === null) throw invalid(`filter.${filter.field}.${filter.operator}`, "names a field that is not known");
    conditions.push(filterCondition(field, filter));
  }
  if (params.query !== null && source.searched.length > 0) {
    const pattern = `%${params.query.replace(/[\\%_]/g, "\\$&")}%`;
    const found = source.searched.map((expression) => sql`${expression} ilike ${pattern}`);
    conditions.push(sql`(${sql.join(found, sql` or `)})`);
  }
  return conditions;
}

const orderable = ({ expression, type, whenMissing }: ListField): RawBuilder<unknown> => {
  const missing = type === "json" ? sql`'null'::jsonb` : whenMissing;
  return missing === undefined ? expression : sql`coalesce(${expression}, ${missing})`;
};

/**
 * One page of a list, in the order asked for. Equal values are told apart by the id, so that no item is shown twice
 * or left out from page to page.
 *
 * @throws AppError `invalid_parameters` for a field, an operator, a value or a cursor that is not known.
 */
export async function listPage<Row>(
  db: Db,
  source: ListSource,
  organizationId: string,
  params: ListParams,
): Promise<Row[]> {
  const field = source.field(params.orderBy);
  if (field === null || field.type === "list") throw invalid("orderBy", "names a field that cannot be ordered by");
  const expression = orderable(field);
  const conditions = conditionsOf(source, organizationId, params);

  const cursor = params.startingAfter ?? params.endingBefore;
  const isBackward = params.endingBefore !== null;
  const isDescending = (params.sort === "desc") !== isBackward;
  if (cursor !== null) {
    const id = source.idOf?.(cursor) ?? cursor;
    const place = sql`select ${expression}, t.id from ${source.from} where t.organization_id = ${organizationId} and t.id = ${id}`;
    if ((await run(db, place)).length === 0) {
      throw invalid(isBackward ? "endingBefore" : "startingAfter", "names an item that is not there");
    }
    conditions.push(sql`(${expression}, t.id) ${isDescending ? sql`<` : sql`>`} (${place})`);
  }
  const direction = isDescending ? sql`desc` : sql`asc`;
  const rows = await run(
    db,
    sql<Row>`select ${source.columns} from ${source.from} where ${sql.join(conditions, sql` and `)}
      order by ${expression} ${direction}, t.id ${direction} limit ${params.limit}`,
  );
  return isBackward ? rows.toReversed() : rows;
}

/** How many there are under the same filters. */
export async function countAll(
  db: Db,
  source: ListSource,
  organizationId: string,
  params: Pick<ListParams, "filters" | "query">,
): Promise<number> {
  const conditions = conditionsOf(source, organizationId, params);
  const [row] = await run(
    db,
    sql<{ count: number }>`select count(*) as count from ${source.from} where ${sql.join(conditions, sql` and `)}`,
  );
  return row?.count ?? 0;
}
