import { type IExecuteFunctions, NodeOperationError } from 'n8n-workflow';
import { applyFieldMapping, type Client, type ContactRecord, isRecord } from '../../../core.ts';
import { fieldLabel } from '../../failures/field-label.ts';
import { readAutomatically } from './automatic-mapping.ts';

/** How the items of one run become records. */
export interface RecordReader {
	read: (itemIndex: number) => ContactRecord;
	/** What a person calls a field, the organization's own ones included. */
	labelOf: (field: string) => string;
	/** Names of input fields that found no place so far. */
	leftOut: ReadonlySet<string>;
}

const labelsFrom = (labels: ReadonlyMap<string, string>) => (field: string) =>
	labels.get(field.replace(/^contact\./, '')) ?? fieldLabel(field);

/** The fields that the user filled in. n8n's own conversion is skipped: it reads a blank number as 0. */
function readDefined(context: IExecuteFunctions): RecordReader {
	const schema = context.getNodeParameter('fields.schema', 0, [], { rawExpressions: true });
	const columns = (Array.isArray(schema) ? schema : []).filter(isRecord);
	const labelOf = labelsFrom(
		new Map(columns.map(({ id, displayName }) => [String(id), String(displayName)])),
	);
	const read = (itemIndex: number) => {
		const options = { skipValidation: true };
		const value: unknown = context.getNodeParameter('fields.value', itemIndex, {}, options);
		const given: Record<string, unknown> = isRecord(value) ? value : {};
		const keys = Object.keys(given);
		const unreadable = keys.find((key) => isRecord(given[key]));
		if (unreadable !== undefined) {
			throw new NodeOperationError(
				context.getNode(),
				`${labelOf(unreadable)}: an object cannot be stored [item ${itemIndex}]`,
				{ itemIndex, description: 'Map one of the values inside it instead' },
			);
		}
		return applyFieldMapping(given, Object.fromEntries(keys.map((key) => [key, key])));
	};
	return { read, labelOf, leftOut: new Set() };
}

/** The fields that are found in the items themselves. */
async function readFound(context: IExecuteFunctions, client: Client): Promise<RecordReader> {
	const fields = await client.fields.list();
	const items = context.getInputData();
	const leftOut = new Set<string>();
	const read = (itemIndex: number) => {
		const found = readAutomatically(items[itemIndex]?.json ?? {}, fields);
		for (const source of found.leftOut) leftOut.add(source);
		return found.record;
	};
	const labelOf = labelsFrom(new Map(fields.map(({ key, label }) => [key, label])));
	return { read, labelOf, leftOut };
}

/** Reads the items as the user chose under "Mapping Column Mode". */
export async function createRecordReader(
	context: IExecuteFunctions,
	client: Client,
): Promise<RecordReader> {
	const mode = context.getNodeParameter('fields.mappingMode', 0, 'defineBelow');
	return mode === 'autoMapInputData' ? readFound(context, client) : readDefined(context);
}
