import type { ErrorDetail, ProspectSearch } from "@firstquadrant/core-client";
import { prospectSearchSchema } from "@firstquadrant/core-client/schemas";
import { AppError } from "../errors.ts";
import type { Filter, ListParams } from "../lists/list-params.ts";

const invalid = (details: ErrorDetail[]): AppError =>
  new AppError(
    "invalid_parameters",
    `${details.map(({ field, message }) => `The parameter ${field} ${message}`).join("; ")}.`,
    "Correct the parameter and ask again.",
    { details },
  );

function valuesOf(filters: readonly Filter[]): Record<string, string | string[]> {
  const values = new Map<string, string | string[]>();
  for (const { field, operator, value } of filters) {
    const name = `${field}.${operator}`;
    if (values.has(name)) throw invalid([{ field: `filter.${name}`, message: "is given more than once" }]);
    values.set(name, operator === "in" ? value.split(",").map((one) => one.trim()) : value);
  }
  return Object.fromEntries(values);
}

/**
 * Reads the search out of a list's parameters: it has the form in which an import keeps one.
 *
 * @throws AppError `invalid_parameters`, naming each parameter that is wrong.
 */
export function readSearch({ query, filters }: Pick<ListParams, "query" | "filters">): ProspectSearch {
  const given = {
    ...(query !== null && { query }),
    ...(filters.length > 0 && { filters: valuesOf(filters) }),
  };
  const parsed = prospectSearchSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw invalid(
    parsed.error.issues.flatMap((issue): ErrorDetail[] => {
      if (issue.code === "unrecognized_keys") {
        return issue.keys.map((key) => ({ field: `filter.${key}`, message: "is no filter of prospects" }));
      }
      const [first, name] = issue.path;
      return [{ field: first === "query" ? "query" : `filter.${String(name)}`, message: issue.message }];
    }),
  );
}
