const isPlain = (text: string): boolean => text.isWellFormed() && !text.includes("\u0000");

/** Text that the database can hold: without NUL and lone surrogates. */
const sanitiseText = (text: string): string =>
  isPlain(text) ? text : text.toWellFormed().replaceAll("\u0000", "\uFFFD");

/** A JSON value of which every text, names included, can be stored. */
export function sanitise(value: unknown): unknown {
  if (typeof value === "string") return sanitiseText(value);
  if (Array.isArray(value)) return value.map(sanitise);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [sanitiseText(key), sanitise(one)]));
  }
  return value;
}
