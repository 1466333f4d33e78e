import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import type { StartImportResult } from '../../../core.ts';
import { connectPatiently } from '../../connection/connect.ts';
import { eachItem } from '../../failures/each-item.ts';
import { defaultImport } from '../import-locator.ts';

export const start: INodePropertyOptions = {
	name: 'Start',
	value: 'start',
	action: 'Start an import',
	description:
		'Find the import of this name, or create it, and start it. Starting it again changes nothing.',
};

export const startParameters: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		required: true,
		default: 'n8n',
		placeholder: 'e.g. Trade show leads',
		displayOptions: { show: { resource: ['import'], operation: ['start'] } },
		description: 'The same name is the same import, whichever workflow starts it',
	},
];

/** Starts the import that each item names; a name that comes again in the run is not sent again. */
export async function startImports(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const client = await connectPatiently(this);
	const started = new Map<string, StartImportResult>();
	return eachItem(this, async (itemIndex) => {
		const name = String(this.getNodeParameter('name', itemIndex)).trim();
		const known = started.get(name);
		if (known) return { outcome: 'alreadyRunning', ...known.import };
		const result = await client.imports.findOrCreateAndStart({ ...defaultImport, name });
		started.set(name, result);
		return { outcome: result.outcome, ...result.import };
	});
}
