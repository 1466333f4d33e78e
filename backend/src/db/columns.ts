/**
 * Stands between the values of a column. No value may hold it: ids and checked addresses do not, and JSON text writes it
 * as an escape.
 */
const separator = "\u001F";

/**
 * Many rows go to the database as one text for each of their columns: this costs both sides a fraction of what JSON of
 * whole rows, or arrays with their quoting, would.
 *
 * @returns A parameter for `rowsOf`. Null and an empty text arrive as null.
 */
export const toColumn = <Row>(rows: readonly Row[], textOf: (row: Row) => string | null): string =>
  rows.map((row) => textOf(row) ?? "").join(separator);

/**
 * A query that makes rows of such parameters again, with texts as values.
 *
 * @param names The names of its columns.
 * @param first The number of the first one's parameter; the others' follow.
 */
export const rowsOf = (names: readonly string[], first: number): string => {
  const columns = names.map((name, at) => `unnest(string_to_array($${first + at}, E'\\x1f', '')) as ${name}`);
  return `select ${columns.join(", ")}`;
};
