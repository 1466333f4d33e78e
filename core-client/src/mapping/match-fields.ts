import { isRecord } from "../is-record.ts";
import type { FieldMappingProposal } from "../model/proposal.ts";
import { isBlank } from "./is-blank.ts";
import { type MatchOptions, matchPlaces } from "./match-places.ts";
import { parsePath } from "./parse-path.ts";
import { columnPlace, pathPlace, type SourcePlace } from "./source-place.ts";

function placeOf(source: string, samples: readonly unknown[]): SourcePlace {
  if (samples.some((sample) => isRecord(sample) && Object.hasOwn(sample, source))) return columnPlace(source);
  const path = parsePath(source);
  return path.ok && path.segments.length > 1 ? pathPlace(source, path.segments) : columnPlace(source);
}

/**
 * Finds the fields that columns or paths are for, by their names and by the look of their values. It only proposes.
 *
 * @param sources Headers of columns, or paths into the samples.
 */
export function matchFields(sources: readonly string[], options: MatchOptions = {}): FieldMappingProposal {
  const samples = options.samples ?? [];
  const places = [...new Set(sources)].filter((source) => !isBlank(source)).map((source) => placeOf(source, samples));
  return matchPlaces(places, options);
}
