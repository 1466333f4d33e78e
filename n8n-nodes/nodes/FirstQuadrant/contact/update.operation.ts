import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { connectPatiently } from '../../connection/connect.ts';
import { eachItem } from '../../failures/each-item.ts';
import { simplifyParameter, wantsSimple } from '../lists/simplify.ts';
import { clearParameter, readClear } from './clear-fields.ts';
import { contactLocator, locateContact } from './contact-locator.ts';
import { contactOutput } from './contact-output.ts';
import { fieldsParameter } from './fields-parameter.ts';
import { createRecordReader } from './record-reader.ts';

export const update: INodePropertyOptions = {
	name: 'Update',
	value: 'update',
	action: 'Update a contact',
	description:
		'Change a contact that exists. It is changed by hand, as it were, and belongs to no other import for it.',
};

const show = { resource: ['contact'], operation: ['update'] };

export const updateParameters: INodeProperties[] = [
	{ ...contactLocator, displayOptions: { show } },
	{ ...fieldsParameter('getFieldsToUpdate'), displayOptions: { show } },
	simplifyParameter(show),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show },
		options: [clearParameter],
	},
];

/** Changes the contact that each item names; what an item leaves blank stays. */
export async function updateContacts(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const client = await connectPatiently(this);
	const reader = await createRecordReader(this, client);
	return eachItem(this, async (itemIndex) => {
		const { id } = await locateContact(this, client, itemIndex);
		const { contact, company } = reader.read(itemIndex);
		const clear = readClear(this, itemIndex);
		const body = { ...contact, ...(company && { company }), ...(clear.length > 0 && { clear }) };
		if (Object.keys(body).length === 0) {
			throw new NodeOperationError(
				this.getNode(),
				`There is nothing to change [item ${itemIndex}]`,
				{
					itemIndex,
					description: 'Fill in a field, or name one to clear',
				},
			);
		}
		return contactOutput(await client.contacts.update(id, body), wantsSimple(this, itemIndex));
	});
}
