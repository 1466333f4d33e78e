import { fieldAliases } from "../catalogue/field-aliases.ts";
import { standardFields } from "../catalogue/standard-fields.ts";

/** Older names of the published API, which are read as the handles that replaced them. */
const olderNames = ["linkedInUrl", "twitterUrl", "facebookUrl", "instagramUrl", "githubUrl", "gitHubUrl"];
const keys = standardFields.map(({ key }) => key);
const fieldNames = new Set<string>([...keys, ...olderNames]);

export const isCustomProperty = (name: string): boolean => /^customProperties\../.test(name);

/** Whether a field mapping can name this. */
export const isField = (name: string): boolean => fieldNames.has(name) || isCustomProperty(name);

const compact = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

const byName: ReadonlyMap<string, string> = new Map(
  standardFields
    .toReversed()
    .flatMap(({ key, label }) =>
      [...fieldAliases(key), label, key].map((name): [string, string] => [compact(name), key]),
    ),
);

/** How many letters have to be changed, left out or added to make one name of another. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (let index = 0; index < other.length; index += 1) {
      const changed = (row[index] ?? 0) + (other[index] === letter ? 0 : 1);
      next.push(Math.min(changed, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

function suggestion(name: string): string | undefined {
  const wanted = compact(name.slice(0, 100));
  const known = byName.get(wanted);
  if (known !== undefined || wanted.length < 4) return known;
  const near = keys.map((key) => ({ key, far: distance(wanted, compact(key)) })).filter(({ far }) => far <= 2);
  return near.toSorted((a, b) => a.far - b.far)[0]?.key;
}

/** What is said of a name that is no field, with the one that may be meant. */
export function noField(name: string): string {
  const meant = suggestion(name);
  const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
  return `is no field; fields are named as in GET /contact-fields, own ones as customProperties.<key>.${hint}`;
}
