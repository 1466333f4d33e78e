import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodePropertyOptions,
	NodeOperationError,
} from 'n8n-workflow';
import { connectPatiently } from '../../connection/connect.ts';
import { eachItem } from '../../failures/each-item.ts';
import { importLocator, readImportId } from '../import-locator.ts';

export const get: INodePropertyOptions = {
	name: 'Get',
	value: 'get',
	action: 'Get an import',
	description: 'Get an import with its status and counts',
};

export const getParameters: INodeProperties[] = [
	{
		...importLocator,
		required: true,
		displayOptions: { show: { resource: ['import'], operation: ['get'] } },
	},
];

/** Gets the import that each item names. */
export async function getImports(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const client = await connectPatiently(this);
	return eachItem(this, async (itemIndex) => {
		const id = readImportId(this, itemIndex);
		if (id === null) {
			throw new NodeOperationError(this.getNode(), `No import is chosen [item ${itemIndex}]`, {
				itemIndex,
				description: 'Choose one in the parameter "Import"',
			});
		}
		return { ...(await client.imports.get(id)) };
	});
}
