import type { MatchableField } from "./field-names.ts";
import { valueLook } from "./value-look.ts";

/** Fields whose values tell what they are without a name; where several fit, the first does. */
const tellingKeys = ["email", "linkedInHandle", "website", "phone"];

const sureness = 0.6;
const leastShare = 0.8;

/** Columns of a file without a line of names are called by their positions. */
const isPositional = (source: string): boolean => /^Column \d+$/.test(source);

/** What a column without a name may be for, by the look of its values; null where they do not tell. */
export function matchLook(
  source: string,
  texts: readonly string[],
  fields: ReadonlyMap<string, MatchableField>,
): { field: MatchableField; confidence: number; reason: string } | null {
  if (!isPositional(source)) return null;
  for (const key of tellingKeys) {
    const field = fields.get(key);
    const look = field === undefined ? null : valueLook(field, texts);
    if (field === undefined || look === null || !look.proves || look.share < leastShare) continue;
    return { field, confidence: sureness, reason: `The column has no name; ${look.text}.` };
  }
  return null;
}
