import { AppError } from "../errors.ts";
import { covers } from "./scope.ts";

/**
 * Nobody gets more from a key that he makes or rotates than his own may do.
 *
 * @throws AppError `missing_scopes`, naming each scope that is not covered.
 */
export function requireCovered(held: readonly string[], wanted: readonly string[]): void {
  const lacking = wanted.filter((scope) => !held.some((own) => covers(own, scope)));
  if (lacking.length === 0) return;
  throw new AppError(
    "missing_scopes",
    `Your own API key lacks ${lacking.join(", ")}: it cannot give that to another.`,
    "Ask for less, or use a key that has it. GET /v5/me shows the scopes of yours.",
    { details: lacking.map((scope) => ({ field: "scopes", message: `lack ${scope}` })) },
  );
}
