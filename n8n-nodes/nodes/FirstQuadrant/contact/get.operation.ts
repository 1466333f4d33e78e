import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { connectPatiently } from '../../connection/connect.ts';
import { eachItem } from '../../failures/each-item.ts';
import { simplifyParameter, wantsSimple } from '../lists/simplify.ts';
import { contactLocator, locateContact } from './contact-locator.ts';
import { contactOutput } from './contact-output.ts';

export const get: INodePropertyOptions = {
	name: 'Get',
	value: 'get',
	action: 'Get a contact',
	description: 'Get a contact by its email or ID, with its company',
};

const show = { resource: ['contact'], operation: ['get'] };

export const getParameters: INodeProperties[] = [
	{ ...contactLocator, displayOptions: { show } },
	simplifyParameter(show),
];

/** Gets the contact that each item names. */
export async function getContacts(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const client = await connectPatiently(this);
	return eachItem(this, async (itemIndex) => {
		const { id, contact } = await locateContact(this, client, itemIndex);
		return contactOutput(contact ?? (await client.contacts.get(id)), wantsSimple(this, itemIndex));
	});
}
