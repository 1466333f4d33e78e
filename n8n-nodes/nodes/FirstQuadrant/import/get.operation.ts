import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { connectPatiently } from '../../connection/connect.ts';
import { eachItem } from '../../failures/each-item.ts';
import { importLocator, requireImportId } from '../import-locator.ts';
import { simplifyParameter, wantsSimple } from '../lists/simplify.ts';
import { importOutput } from './import-output.ts';

export const get: INodePropertyOptions = {
	name: 'Get',
	value: 'get',
	action: 'Get an import',
	description: 'Get an import with its status and counts',
};

const show = { resource: ['import'], operation: ['get'] };

export const getParameters: INodeProperties[] = [
	{ ...importLocator, required: true, displayOptions: { show } },
	simplifyParameter(show),
];

/** Gets the import that each item names. */
export async function getImports(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const client = await connectPatiently(this);
	return eachItem(this, async (itemIndex) => {
		const found = await client.imports.get(requireImportId(this, itemIndex));
		return importOutput(found, wantsSimple(this, itemIndex));
	});
}
