import type { IExecuteFunctions, INodeExecutionData, INodePropertyOptions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { connectPatiently } from '../../connection/connect.ts';
import { nodeError } from '../../failures/node-error.ts';
import { readEntries } from './read-entries.ts';
import { createRecordReader } from './record-reader.ts';
import { createRunResults } from './run-results.ts';
import { splitIntoBatches } from './split-into-batches.ts';

export const validate: INodePropertyOptions = {
	name: 'Validate',
	value: 'validate',
	action: 'Validate a contact',
	description:
		'Find out what would become of a contact, and why, without storing anything. The outcome tells.',
};

/** Tries every item in the import that it names: one request for up to 500 items, one output item for each. */
export async function validateContacts(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const client = await connectPatiently(this);
	const results = createRunResults(this);
	const groups = readEntries(this, await createRecordReader(this, client), results);
	results.stopAtFailure();
	for (const [importId, entries] of groups) {
		for (const batch of splitIntoBatches(entries)) {
			try {
				if (importId === null) {
					throw new NodeOperationError(this.getNode(), 'No import is chosen', {
						description: 'Choose the one whose rules are asked in the parameter "Import"',
					});
				}
				const records = batch.map(({ record }) => record);
				const { rows } = await client.imports.preview(importId, { records });
				for (const [index, { itemIndex }] of batch.entries()) {
					const json = { ...rows[index], isValid: rows[index]?.outcome !== 'rejected' };
					results.set(itemIndex, { json, pairedItem: { item: itemIndex } });
				}
			} catch (error) {
				for (const { itemIndex } of batch) {
					results.set(itemIndex, nodeError(this.getNode(), error, itemIndex));
				}
			}
			results.stopAtFailure();
		}
	}
	return results.toItems();
}
