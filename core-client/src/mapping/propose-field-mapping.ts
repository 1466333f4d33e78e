import { presetFor } from "../catalogue/presets/index.ts";
import type { FieldMapping, FieldSource } from "../model/import.ts";
import type { FieldMappingProposal, ProposedField } from "../model/proposal.ts";
import type { MatchableField } from "./field-names.ts";
import { flattenSamples } from "./flatten-samples.ts";
import { isBlank } from "./is-blank.ts";
import { mappingOf } from "./mapping-of.ts";
import { matchPlaces } from "./match-places.ts";
import { readPath } from "./read-path.ts";
import { columnPlace, type SourcePlace } from "./source-place.ts";

export interface ProposalOptions {
  /** The app that the records come from, in any spelling; its preset goes before guesses. */
  app?: string | undefined;
  /** Records as the app sends them. */
  samples?: readonly unknown[] | undefined;
  /** Headers of a table's columns. */
  headers?: readonly string[] | undefined;
  /** The fields to find sources for; the standard ones unless said. */
  fields?: readonly MatchableField[] | undefined;
}

const presetConfidence = 0.95;

const pathOf = (source: FieldSource): string | null => {
  if (typeof source === "string") return source;
  return "path" in source ? source.path : null;
};

function placesOf(samples: readonly unknown[], headers: readonly string[]): SourcePlace[] {
  const columns = headers.filter((header) => !isBlank(header)).map(columnPlace);
  const places = [...columns, ...flattenSamples(samples)];
  return [...new Map(places.map((place) => [place.source, place])).values()];
}

/** The part of a preset whose sources are there; all of it where nothing is known of the records. */
function occurring(preset: FieldMapping, samples: readonly unknown[], headers: readonly string[]): FieldMapping {
  const isThere = (source: FieldSource) => {
    const path = pathOf(source);
    if (path === null || samples.length + headers.length === 0) return true;
    return headers.includes(path) || samples.some((sample) => readPath(sample, path) !== undefined);
  };
  const kept = Object.entries(preset).flatMap(([field, sources]): [string, FieldSource | FieldSource[]][] => {
    const there = [sources].flat().filter(isThere);
    const [first] = there;
    if (first === undefined) return [];
    return [[field, there.length === 1 ? first : there]];
  });
  return Object.fromEntries(kept);
}

/**
 * Proposes a field mapping from what is known: the app's preset, example records, headers of columns. What the preset
 * does not cover is matched by names and values. A proposal runs only once a person or the API accepts it.
 */
export function proposeFieldMapping({
  app,
  samples = [],
  headers = [],
  fields,
}: ProposalOptions): FieldMappingProposal {
  const places = placesOf(samples, headers);
  const preset = app === undefined ? undefined : presetFor(app);
  if (!preset) return matchPlaces(places, { samples, fields });

  const fromPreset = occurring(preset.fieldMapping, samples, headers);
  const reason = `From the preset for ${preset.label}.`;
  const presetFields = Object.entries(fromPreset).flatMap(([field, sources]): ProposedField[] =>
    [sources].flat().map((source) => {
      const named = pathOf(source) ?? JSON.stringify(source);
      return { field, source: named, confidence: presetConfidence, reason };
    }),
  );
  const used = new Set(presetFields.map(({ source }) => source));
  const matched = matchPlaces(places, { samples, fields });
  const isFree = ({ field, source }: ProposedField) => !Object.hasOwn(fromPreset, field) && !used.has(source);
  const further = matched.fields.filter(isFree);
  const proposed = [...presetFields, ...further];
  const taken = new Set(proposed.map(({ source }) => source));
  return {
    fieldMapping: { ...mappingOf(further), ...fromPreset },
    fields: proposed,
    unmatched: places.map(({ source }) => source).filter((source) => !taken.has(source)),
    undecided: matched.undecided.filter(isFree),
  };
}
