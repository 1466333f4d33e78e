import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { connectPatiently } from '../../connection/connect.ts';
import { eachItem } from '../../failures/each-item.ts';
import { contactLocator, locateContact } from './contact-locator.ts';

export const deleteContact: INodePropertyOptions = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete a contact',
	description: 'Delete a contact permanently. What imports received of it stays in their logs.',
};

export const deleteParameters: INodeProperties[] = [
	{
		...contactLocator,
		displayOptions: { show: { resource: ['contact'], operation: ['delete'] } },
	},
];

/** Deletes the contact that each item names. */
export async function deleteContacts(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const client = await connectPatiently(this);
	return eachItem(this, async (itemIndex) => {
		const { id } = await locateContact(this, client, itemIndex);
		await client.contacts.delete(id);
		return { deleted: true, id };
	});
}
