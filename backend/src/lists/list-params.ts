import { AppError } from "../errors.ts";

export interface Filter {
  field: string;
  operator: string;
  value: string;
}

/** What a list was asked for, as the contract names it. */
export interface ListParams {
  limit: number;
  startingAfter: string | null;
  endingBefore: string | null;
  orderBy: string;
  sort: "asc" | "desc";
  query: string | null;
  filters: Filter[];
  select: string[];
}

const invalid = (field: string, message: string): AppError =>
  new AppError("invalid_parameters", `The parameter ${field} ${message}.`, "Correct the parameter and ask again.", {
    details: [{ field, message }],
  });

const known = new Set(["limit", "startingAfter", "endingBefore", "orderBy", "sort", "query", "select", "select[]"]);

/**
 * Reads the query of a list.
 *
 * @param query Names and values as they stand in the address; a name that is repeated has a list.
 * @throws AppError `invalid_parameters`, naming the parameter.
 */
export function readListParams(query: Record<string, string | string[] | undefined>): ListParams {
  const filters: Filter[] = [];
  for (const [name, value] of Object.entries(query)) {
    if (known.has(name) || value === undefined) continue;
    const [, field, operator] = /^filter\.(.+)\.([A-Za-z]+)$/.exec(name) ?? [];
    if (field === undefined || operator === undefined) {
      throw invalid(name, "is not known; filters are written filter.<field>.<operator>");
    }
    for (const one of Array.isArray(value) ? value : [value]) filters.push({ field, operator, value: one });
  }
  const single = (name: string): string | null => {
    const value = query[name];
    if (Array.isArray(value)) throw invalid(name, "is given more than once");
    return value === undefined || value === "" ? null : value;
  };
  const limit = single("limit") ?? "25";
  if (!/^\d+$/.test(limit) || Number(limit) < 1 || Number(limit) > 100) {
    throw invalid("limit", "is not a whole number from 1 to 100");
  }
  const sort = single("sort") ?? "desc";
  if (sort !== "asc" && sort !== "desc") throw invalid("sort", "is neither asc nor desc");
  const startingAfter = single("startingAfter");
  const endingBefore = single("endingBefore");
  if (startingAfter !== null && endingBefore !== null) {
    throw invalid("endingBefore", "cannot be given together with startingAfter");
  }
  const select = query["select[]"] ?? query.select ?? [];
  return {
    limit: Number(limit),
    startingAfter,
    endingBefore,
    orderBy: single("orderBy") ?? "createdAt",
    sort,
    query: single("query"),
    filters,
    select: Array.isArray(select) ? select : select.split(","),
  };
}
