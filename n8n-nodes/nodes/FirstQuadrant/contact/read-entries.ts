import type { IExecuteFunctions } from 'n8n-workflow';
import type { ContactRecord } from '../../../core.ts';
import { nodeError } from '../../failures/node-error.ts';
import { readImportId } from '../import-locator.ts';
import { readClear } from './clear-fields.ts';
import type { RecordReader } from './record-reader.ts';
import type { RunResults } from './run-results.ts';

/** An item that is ready to be sent. */
export interface Entry {
	itemIndex: number;
	record: ContactRecord;
	/** How large the record is in a request. */
	bytes: number;
}

/** Reads all items, and groups them by the import that each names: null stands for the default one. */
export function readEntries(
	context: IExecuteFunctions,
	reader: RecordReader,
	results: RunResults,
): Map<string | null, Entry[]> {
	const groups = new Map<string | null, Entry[]>();
	for (const itemIndex of context.getInputData().keys()) {
		try {
			const importId = readImportId(context, itemIndex);
			const clear = readClear(context, itemIndex);
			const record = { ...reader.read(itemIndex), ...(clear.length > 0 && { clear }) };
			const bytes = Buffer.byteLength(JSON.stringify(record));
			const group = groups.get(importId) ?? [];
			groups.set(importId, group);
			group.push({ itemIndex, record, bytes });
		} catch (error) {
			results.set(itemIndex, nodeError(context.getNode(), error, itemIndex));
		}
	}
	return groups;
}
