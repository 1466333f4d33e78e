import { standardFields } from "../catalogue/standard-fields.ts";
import type { FieldMappingProposal } from "../model/proposal.ts";
import { dependentNames } from "./dependent-names.ts";
import { fieldNames, type MatchableField } from "./field-names.ts";
import { isBlank } from "./is-blank.ts";
import { mappingOf } from "./mapping-of.ts";
import { matchLook } from "./match-look.ts";
import { nameMatch } from "./name-match.ts";
import { readPath } from "./read-path.ts";
import { type Contender, settle } from "./settle.ts";
import type { SourcePlace } from "./source-place.ts";
import { valueLook } from "./value-look.ts";
import { compactName } from "./words.ts";

export interface MatchOptions {
  /** Records that the sources are read from: their values confirm a match, or speak against it. */
  samples?: readonly unknown[] | undefined;
  /** The standard fields, unless said. */
  fields?: readonly MatchableField[] | undefined;
}

/** Below this a match is not proposed. */
const leastConfidence = 0.5;
const maxSamples = 100;

function textsOf(source: string, samples: readonly unknown[]): (string | null)[] {
  return samples.map((sample) => {
    const value = readPath(sample, source);
    const first: unknown = Array.isArray(value) ? value.find((one) => !isBlank(one)) : value;
    return isBlank(first) || typeof first === "object" ? null : String(first).trim();
  });
}

/** The objects that have an email address of their own: what else they hold is the contact's. */
function peopleIn(places: readonly SourcePlace[], names: ReturnType<typeof fieldNames>): string[] {
  return places
    .filter((place) => {
      const match = nameMatch(place, names, true);
      return match?.field.key === "email" && !match.needsProof;
    })
    .map((place) => place.parent);
}

const isOf = (people: readonly string[], place: SourcePlace): boolean => {
  if (place.isEntry) return true;
  return people.length === 0 ? place.parent === "" : people.some((person) => place.parent.startsWith(person));
};

/** Settles words such as “Nom”, whose meaning depends on the words beside them, by taking those names out or over. */
function namesInContext(names: ReturnType<typeof fieldNames>, places: readonly SourcePlace[]) {
  const present = new Set(places.flatMap((place) => place.names.map(compactName)));
  const fields = new Map([...names.values()].map(({ field }) => [field.key, field]));
  const settled = new Map(names);
  for (const { name, beside, meaning, unless } of dependentNames) {
    const applies = beside.some((one) => present.has(one)) && !unless.some((one) => present.has(one));
    const field = fields.get(applies ? meaning : "name");
    if (field) settled.set(name, { field, own: name === "name" && !applies });
  }
  return settled;
}

function weigh(confidence: number, needsProof: boolean, look: ReturnType<typeof valueLook>): number {
  if (!look) return confidence;
  if (look.share < 0.3) return confidence * 0.3;
  if (look.share < 0.8) return confidence * (0.6 + 0.4 * look.share);
  if (!look.proves) return confidence;
  return confidence + (needsProof ? 0.3 : 0.04);
}

/** Matches places that are known already; what `matchFields` and `proposeFieldMapping` share. */
export function matchPlaces(places: readonly SourcePlace[], options: MatchOptions): FieldMappingProposal {
  const samples = (options.samples ?? []).slice(0, maxSamples);
  const names = namesInContext(fieldNames(options.fields ?? standardFields), places);
  const fields = new Map([...names.values()].map(({ field }) => [field.key, field]));
  const people = peopleIn(places, names);
  const contenders = places.flatMap((place): Contender[] => {
    const match = nameMatch(place, names, isOf(people, place));
    const texts = textsOf(place.source, samples);
    const given = texts.filter((text) => text !== null);
    if (!match) {
      const byLook = matchLook(place.source, given, fields);
      return byLook === null ? [] : [{ ...byLook, source: place.source, parent: place.parent, texts }];
    }
    const look = valueLook(match.field, given);
    const confidence = weigh(match.confidence, match.needsProof, look);
    if (confidence < leastConfidence) return [];
    const isTelling = look !== null && (look.proves || look.share < 1);
    const reason = `${match.reason}${isTelling ? `; ${look.text}` : ""}.`;
    return [{ field: match.field, source: place.source, parent: place.parent, confidence, reason, texts }];
  });
  const { proposed, undecided } = settle(contenders);
  const used = new Set(proposed.map(({ source }) => source));
  const unmatched = places.map(({ source }) => source).filter((source) => !used.has(source));
  return { fieldMapping: mappingOf(proposed), fields: proposed, unmatched, undecided };
}
