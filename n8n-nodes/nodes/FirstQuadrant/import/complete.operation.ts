import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { connectPatiently } from '../../connection/connect.ts';
import { eachItem } from '../../failures/each-item.ts';
import { importLocator, requireImportId } from '../import-locator.ts';
import { importOutput } from './import-output.ts';

export const complete: INodePropertyOptions = {
	name: 'Complete',
	value: 'complete',
	action: 'Complete an import',
	description:
		'End an import: it takes nothing in until it is started again. Its contacts stay. Completing it again changes nothing.',
};

export const completeParameters: INodeProperties[] = [
	{
		...importLocator,
		required: true,
		displayOptions: { show: { resource: ['import'], operation: ['complete'] } },
	},
];

/** Completes the import that each item names; one that is completed already is as good. */
export async function completeImports(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const client = await connectPatiently(this);
	return eachItem(this, async (itemIndex) => {
		const id = requireImportId(this, itemIndex);
		const found = await client.imports.get(id);
		const completed = found.status === 'completed' ? found : await client.imports.complete(id);
		return importOutput(completed, true);
	});
}
