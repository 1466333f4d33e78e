/** A text of a definition, with where it stands. */
export interface PlacedText {
  place: string;
  text: string;
}

/** Every text that a value holds. */
export function textsOf(value: unknown, place = ""): PlacedText[] {
  if (typeof value === "string") return [{ place, text: value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, place === "" ? key : `${place}.${key}`));
}
