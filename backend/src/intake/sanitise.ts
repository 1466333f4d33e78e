const isPlain = (text: string): boolean => text.isWellFormed() && !text.includes("\u0000");

/** Whether every text of a value, names included, can be stored as it is: nearly always. */
function isClean(value: unknown): boolean {
  if (typeof value === "string") return isPlain(value);
  if (Array.isArray(value)) return value.every(isClean);
  if (typeof value !== "object" || value === null) return true;
  return Object.keys(value).every(isPlain) && Object.values(value).every(isClean);
}

/** Text that the database can hold: without NUL and lone surrogates. */
const sanitiseText = (text: string): string =>
  isPlain(text) ? text : text.toWellFormed().replaceAll("\u0000", "\uFFFD");

function withCleanTexts(value: unknown): unknown {
  if (typeof value === "string") return sanitiseText(value);
  if (Array.isArray(value)) return value.map(withCleanTexts);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [sanitiseText(key), withCleanTexts(one)]));
  }
  return value;
}

/** A JSON value of which every text, names included, can be stored. */
export const sanitise = (value: unknown): unknown => (isClean(value) ? value : withCleanTexts(value));
