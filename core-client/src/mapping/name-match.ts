import type { MatchableField, NamedField } from "./field-names.ts";
import { companyName, type SourcePlace, surroundings } from "./source-place.ts";
import { compactName, wordsOf } from "./words.ts";

/** A field that a source may be for by its name, with how sure that makes us and why. */
export interface NameMatch {
  field: MatchableField;
  confidence: number;
  reason: string;
  /** A name found inside a longer text counts only when the values prove it. */
  needsProof: boolean;
}

/** How sure a name makes us, by how it was found. */
const sureness = { own: 0.95, alias: 0.9, company: 0.85, stripped: 0.8, part: 0.75, contained: 0.4 } as const;

/** Words that say nothing about what follows: politeness, possession, and whose form it is. */
const affixes = new Set(
  (
    "contact contacts lead person customer client user attendee invitee subscriber member guest primary main default " +
    "value field input question optional required hs 1 my your the a an of what is whats please enter provide " +
    "ihr ihre dein deine bitte votre vos ton ta su tu seu sua il tuo la tua vostro uw je jouw le el o"
  ).split(" "),
);

/** Words that make something else of a name: the label of an address is no address. */
const blockers = new Set(
  (
    "label type kind verified verification validated consent permission optin opt subscribed unsubscribed marketing " +
    "bounced hash hashed md5 sha256 id count sent opened clicked status date at created updated modified confirm " +
    "owner manager assistant spouse referrer referral reminder extension ext fax alternate secondary other second " +
    "old previous emergency parent organizer host agent rep representative assignee template subject body middle"
  ).split(" "),
);

const quoted = (name: string) => `“${name.trim()}”`;

function strip(words: readonly string[]): readonly string[] {
  const start = words.findIndex((word) => !affixes.has(word));
  const end = words.findLastIndex((word) => !affixes.has(word));
  return start < 0 ? [] : words.slice(start, end + 1);
}

function containedName(words: readonly string[], names: ReadonlyMap<string, NamedField>): NamedField | undefined {
  for (let length = Math.min(words.length - 1, 4); length > 0; length -= 1) {
    for (let start = 0; start + length <= words.length; start += 1) {
      const found = names.get(words.slice(start, start + length).join(""));
      if (found) return found;
    }
  }
  return undefined;
}

type Found = { named: NamedField; how: keyof typeof sureness };

function findName(name: string, names: ReadonlyMap<string, NamedField>, isOfCompany: boolean): Found | undefined {
  const exact = names.get(compactName(name));
  if (exact) return { named: exact, how: exact.own ? "own" : "alias" };
  const ofCompany = companyName(name);
  const company = ofCompany === null ? undefined : names.get(compactName(ofCompany));
  if (company) return { named: company, how: "company" };
  const words = wordsOf(name);
  if (words.some((word) => blockers.has(word) || /^[2-9]$/.test(word))) return undefined;
  const stripped = names.get(strip(words).join(""));
  if (stripped) return { named: stripped, how: "stripped" };
  const part = names.get(strip(wordsOf(name.split(/[/(|:,]/)[0] ?? "")).join(""));
  if (part) return { named: part, how: "part" };
  // A company's own address or number is not the contact's.
  const contained = isOfCompany ? undefined : containedName(words, names);
  return contained && { named: contained, how: "contained" };
}

function findPlace(place: SourcePlace, names: ReadonlyMap<string, NamedField>): (Found & { name: string }) | undefined {
  const around = surroundings(place.around);
  if (around === "otherPerson") return undefined;
  for (const name of place.names) {
    const isOfCompany = around === "company";
    const found = findName(isOfCompany ? `company ${name}` : name, names, isOfCompany);
    if (found) return { ...found, name };
  }
  return undefined;
}

function explain({ named: { field }, how, name }: Found & { name: string }): string {
  switch (how) {
    case "own":
      return `${quoted(name)} is the name of ${field.label}`;
    case "alias":
      return `${quoted(name)} is a known name for ${field.label}`;
    case "contained":
      return `${quoted(name)} contains a name for ${field.label}`;
    default:
      return `${quoted(name)} means ${field.label}`;
  }
}

/** Words that many things have besides people: inside an object that is not a person they prove little. */
const commonNames = new Set(
  (
    "name title role position state region location address place url web website image photo picture avatar about " +
    "headline bio tags labels tag domain sector industry phone language languages"
  ).split(" "),
);

/**
 * The field that a source is for by its name.
 *
 * @param isOfPerson Whether the place belongs to an object that is known to be the contact.
 */
export function nameMatch(
  place: SourcePlace,
  names: ReadonlyMap<string, NamedField>,
  isOfPerson: boolean,
): NameMatch | null {
  const found = findPlace(place, names);
  if (!found) return null;
  const around = surroundings(place.around);
  const isNested = place.around.length > 0 && !place.isEntry && around !== "company";
  let confidence: number = sureness[found.how];
  if (isNested && commonNames.has(compactName(found.name))) confidence = Math.min(confidence, 0.7);
  if (!isOfPerson) confidence -= 0.25;
  if (around === "unknown") confidence -= 0.25;
  confidence -= 0.01 * place.around.length;
  return { field: found.named.field, confidence, reason: explain(found), needsProof: found.how === "contained" };
}
