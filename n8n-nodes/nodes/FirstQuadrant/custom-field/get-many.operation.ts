import type { IExecuteFunctions, INodeExecutionData, INodePropertyOptions } from 'n8n-workflow';
import { connectPatiently } from '../../connection/connect.ts';
import { eachItem } from '../../failures/each-item.ts';

export const getMany: INodePropertyOptions = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many custom fields',
	description: 'Get all fields that the organization has defined for its contacts',
};

/** Lists the organization's own fields for each item. */
export async function getManyCustomFields(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const client = await connectPatiently(this);
	return eachItem(this, async () => {
		const fields = await client.fields.list();
		return fields.filter(({ group }) => group === 'custom').map((field) => ({ ...field }));
	});
}
