/** The columns that a CSV of rows begins with. A file that has them all is such a one that was mended. */
export const rowColumns = ["Row", "Outcome", "Reasons"];

// What `escape_formulas` puts an apostrophe before.
const formula = /^'*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/** A value of a CSV of rows, such that only one value is told by it once formulas are made harmless. */
export const withApostrophe = (value: string): string =>
  value.startsWith("'") && formula.test(value) ? `'${value}` : value;

const withoutApostrophe = (value: string): string =>
  value.startsWith("'") && formula.test(value) ? value.slice(1) : value;

/** Whether a file is a CSV of rows, by its columns. */
export const isMendedFile = (columns: readonly string[]): boolean =>
  rowColumns.every((column) => columns.includes(column));

/** What a column was called before three others came to stand before it: a name that repeats is told apart. */
function ownName(column: string): string {
  const [, repeated] = /^(.+) \(2\)$/.exec(column) ?? [];
  return withoutApostrophe(repeated !== undefined && rowColumns.includes(repeated) ? repeated : column);
}

/** Of a record, the row that it stands for; null, or nothing, where it stands for none. */
export interface Named {
  rowId?: string | null;
}

/** The rows that records stand for, in their places; nothing where none stands for any. */
export const rowIdsOf = (records: readonly Named[]): (string | null)[] | undefined =>
  records.some(({ rowId }) => rowId) ? records.map(({ rowId }) => rowId ?? null) : undefined;

/**
 * Takes a record of a mended file for what it stands for: the values that were received then, as they are now, without
 * what the CSV of rows says beside them. A line that somebody added stands for no row.
 *
 * @param record One of a file for which `isMendedFile`.
 */
export function readMended<Kept extends { values: Record<string, string> }>(record: Kept): Kept & Named {
  // A line that cannot be read is told as it stands in the file: the id comes first in it.
  const told = record.values.Row ?? record.values.record ?? "";
  const [, rowId = null] = /^"?(row_\w*)/.exec(told.trim()) ?? [];
  if (rowId === null && told.trim() !== "") return record;
  const values = Object.entries(record.values)
    .filter(([column]) => !rowColumns.includes(column))
    .map(([column, value]): [string, string] => [ownName(column), withoutApostrophe(value)]);
  return { ...record, values: Object.fromEntries(values), rowId };
}
