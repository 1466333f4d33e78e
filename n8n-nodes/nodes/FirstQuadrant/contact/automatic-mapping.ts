import {
	applyFieldMapping,
	type ContactRecord,
	everyAppMapping,
	type FieldMapping,
	type FieldSource,
	isRecord,
	type ListedField,
	mergeFieldMappings,
	proposeFieldMapping,
} from '../../../core.ts';

const pathOf = (source: FieldSource) =>
	isRecord(source) ? ('path' in source ? [String(source.path)] : []) : [source];

/** Every place that the presets know. What they do not take from there is not guessed at. */
const knownPaths: ReadonlySet<string> = new Set(
	Object.values(everyAppMapping).flat().flatMap(pathOf),
);

/** n8n's Webhook node puts what was sent beside the headers and the query of the request. */
const payloadOf = (json: Record<string, unknown>): unknown =>
	isRecord(json.headers) && isRecord(json.query) && isRecord(json.body) ? json.body : json;

/**
 * Reads one item of any app: first as the apps that we know send it, then by the names and looks of its values. Each
 * item is read on its own, so that none changes what another becomes.
 *
 * @returns The record, and the names of input fields that nothing, or more than one field, is right for.
 */
export function readAutomatically(
	json: Record<string, unknown>,
	fields: readonly ListedField[],
): { record: ContactRecord; leftOut: string[] } {
	const payload = payloadOf(json);
	const proposal = proposeFieldMapping({ samples: [payload], fields });
	const further: FieldMapping = Object.fromEntries(
		proposal.fields
			.filter(({ source }) => !knownPaths.has(source))
			.map(({ field, source }) => [field, source]),
	);
	return {
		record: applyFieldMapping(payload, mergeFieldMappings(everyAppMapping, further)),
		leftOut: proposal.unmatched.filter((source) => !knownPaths.has(source)),
	};
}
