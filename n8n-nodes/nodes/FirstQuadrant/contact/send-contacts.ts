import { type IExecuteFunctions, type INodeExecutionData, NodeOperationError } from 'n8n-workflow';
import type { BatchItemResult, Client, ConflictPolicy } from '../../../core.ts';
import { connectPatiently } from '../../connection/connect.ts';
import { nodeError, rejectionError } from '../../failures/node-error.ts';
import { defaultImport } from '../import-locator.ts';
import { idempotencyKey } from './idempotency-key.ts';
import { type Entry, readEntries } from './read-entries.ts';
import { createRecordReader, type RecordReader } from './record-reader.ts';
import { createRunResults, type RunResults } from './run-results.ts';
import { splitIntoBatches } from './split-into-batches.ts';

/** One run of the node over its items. */
interface Run {
	context: IExecuteFunctions;
	client: Client;
	reader: RecordReader;
	results: RunResults;
	onConflict: ConflictPolicy | undefined;
}

function toResult(
	{ context, reader }: Run,
	itemIndex: number,
	answer: BatchItemResult | undefined,
) {
	if (answer === undefined) {
		return new NodeOperationError(
			context.getNode(),
			`The service gave no answer for this item [item ${itemIndex}]`,
			{ itemIndex, description: 'Send the item again' },
		);
	}
	if (answer.outcome === 'rejected') {
		return rejectionError(context.getNode(), answer.error, itemIndex, reader.labelOf);
	}
	const { outcome, contact, row, changed, warnings } = answer;
	return {
		json: { outcome, contact, import: answer.import, row, changed, warnings },
		pairedItem: { item: itemIndex },
	};
}

async function sendBatch(run: Run, importId: string, batch: readonly Entry[], name: string) {
	const records = batch.map(({ record }) => record);
	const answer = await run.client.imports.addContacts(importId, records, {
		idempotencyKey: idempotencyKey(run.context, name, [importId, records, run.onConflict]),
		...(run.onConflict && { onConflict: run.onConflict }),
	});
	const answers = new Map(answer.results.map((result) => [result.index, result]));
	for (const [index, { itemIndex }] of batch.entries()) {
		run.results.set(itemIndex, toResult(run, itemIndex, answers.get(index)));
	}
}

/** Sends the items of one import. A batch that fails as a whole is the failure of each of its items. */
async function sendGroup(run: Run, groupName: string, importId: string | null, entries: Entry[]) {
	let id = importId;
	for (const [number, batch] of splitIntoBatches(entries).entries()) {
		try {
			id ??= (await run.client.imports.findOrCreateAndStart(defaultImport)).import.id;
			await sendBatch(run, id, batch, `${groupName}.${number}`);
		} catch (error) {
			for (const { itemIndex } of batch) {
				run.results.set(itemIndex, nodeError(run.context.getNode(), error, itemIndex));
			}
		}
		run.results.stopAtFailure();
	}
}

function tellWhatWasLeftOut(context: IExecuteFunctions, leftOut: ReadonlySet<string>) {
	if (leftOut.size === 0) return;
	const [shown, others] = [[...leftOut].slice(0, 10), Math.max(0, leftOut.size - 10)];
	const more = others === 0 ? '' : ` and ${others} more`;
	context.addExecutionHints({
		message: `Input fields that no contact field was found for, and that were left out: ${shown.join(', ')}${more}`,
		location: 'outputPane',
	});
}

/**
 * Sends every item as a contact: one request for up to 500 items of one import, one output item for each, in order.
 *
 * @param onConflict What happens to a contact that exists; the import's own setting unless said.
 */
export async function sendContacts(
	context: IExecuteFunctions,
	onConflict?: ConflictPolicy,
): Promise<INodeExecutionData[]> {
	const client = await connectPatiently(context);
	const reader = await createRecordReader(context, client);
	const results = createRunResults(context);
	const run: Run = { context, client, reader, results, onConflict };

	const groups = [...readEntries(context, reader, results)];
	results.stopAtFailure();
	for (const [number, [importId, entries]] of groups.entries()) {
		await sendGroup(run, String(number), importId, entries);
	}
	tellWhatWasLeftOut(context, reader.leftOut);
	return results.toItems();
}
