import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodePropertyOptions,
	NodeOperationError,
} from 'n8n-workflow';
import type { Client } from '../../../core.ts';
import { connectPatiently } from '../../connection/connect.ts';
import { eachItem } from '../../failures/each-item.ts';
import { importLocator, requireImportId } from '../import-locator.ts';

export const undo: INodePropertyOptions = {
	name: 'Undo',
	value: 'undo',
	action: 'Undo an import',
	description:
		'Take back what an import created and changed, unless it was changed since. The import must not be running.',
};

const show = { resource: ['import'], operation: ['undo'] };

export const undoParameters: INodeProperties[] = [
	{ ...importLocator, required: true, displayOptions: { show } },
	{
		displayName: 'What to Undo',
		name: 'scope',
		type: 'options',
		default: 'lastRun',
		displayOptions: { show },
		options: [
			{
				name: 'Last Run',
				value: 'lastRun',
				description: 'What the newest run did: the last file, or the last due time',
			},
			{
				name: 'Whole Import',
				value: 'import',
				description: 'Everything that the import ever did',
			},
		],
	},
];

async function lastRunOf(
	context: IExecuteFunctions,
	client: Client,
	id: string,
	itemIndex: number,
): Promise<string> {
	const { name, lastRun } = await client.imports.get(id);
	if (lastRun) return lastRun.id;
	throw new NodeOperationError(
		context.getNode(),
		`The import "${name}" has no run to undo [item ${itemIndex}]`,
		{ itemIndex, description: 'Choose "Whole Import" under "What to Undo"' },
	);
}

/** Takes back what each item names. The answer counts what was reversed, and says what was kept and why. */
export async function undoImports(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const client = await connectPatiently(this);
	return eachItem(this, async (itemIndex) => {
		const id = requireImportId(this, itemIndex);
		const isWhole = this.getNodeParameter('scope', itemIndex, 'lastRun') === 'import';
		const options = isWhole ? {} : { runId: await lastRunOf(this, client, id, itemIndex) };
		return { ...(await client.imports.undo(id, options)) };
	});
}
