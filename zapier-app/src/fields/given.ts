/** A value that a person gave in a field of a step. */
export type Given = string | number | boolean | Given[];

/**
 * Reads a field of a step. Nothing blank is a value: Zapier hands over empty text where a step before had none, and
 * what is not given must never erase.
 */
export function given(value: unknown): Given | undefined {
  if (typeof value === "string") return value.trim() === "" ? undefined : value;
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value === "boolean") return value;
  if (!Array.isArray(value)) return undefined;
  const items = value.map(given).filter((item) => item !== undefined);
  return items.length === 0 ? undefined : items;
}

/** A field that holds one text. */
export function givenText(value: unknown): string | undefined {
  const one = given(Array.isArray(value) ? value[0] : value);
  return one === undefined ? undefined : String(one).trim();
}

/** A field that holds several texts; one that is not in a list counts as a list of one. */
export function givenTexts(value: unknown): string[] {
  const items = given(Array.isArray(value) ? value : [value]);
  return Array.isArray(items) ? items.map((item) => String(item).trim()) : [];
}
