import {
	type IExecuteFunctions,
	type INode,
	type INodeProperties,
	NodeOperationError,
} from 'n8n-workflow';
import { type Client, type Contact, isRecord } from '../../../core.ts';

/** The parameter that names a contact that is there. */
export const contactLocator: INodeProperties = {
	displayName: 'Contact',
	name: 'contact',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a contact…',
			typeOptions: { searchListMethod: 'searchContacts', searchable: true },
		},
		{ displayName: 'By Email', name: 'email', type: 'string', placeholder: 'e.g. ada@example.com' },
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. con_01k…' },
	],
};

function notFound(node: INode, itemIndex: number, message: string, description: string) {
	return new NodeOperationError(node, `${message} [item ${itemIndex}]`, { itemIndex, description });
}

async function findByEmail(
	context: IExecuteFunctions,
	client: Client,
	email: string,
	itemIndex: number,
): Promise<Contact> {
	const filters = { 'email.equals': email };
	const [found] = await client.contacts.list({ limit: 1, filters });
	if (found) return found;
	throw notFound(
		context.getNode(),
		itemIndex,
		`No contact has the email ${email}`,
		'Check the address, or import the contact first with "Create or Update"',
	);
}

/**
 * The contact that an item names, by whichever mode.
 *
 * @returns Its ID, and the contact itself where it had to be looked up.
 */
export async function locateContact(
	context: IExecuteFunctions,
	client: Client,
	itemIndex: number,
): Promise<{ id: string; contact: Contact | null }> {
	const located: unknown = context.getNodeParameter('contact', itemIndex, {});
	const { mode, value } = isRecord(located) ? located : {};
	const text = typeof value === 'string' ? value.trim() : '';
	if (text === '') {
		throw notFound(
			context.getNode(),
			itemIndex,
			'No contact is chosen',
			'Choose one in the parameter "Contact"',
		);
	}
	if (mode !== 'email') return { id: text, contact: null };
	const contact = await findByEmail(context, client, text, itemIndex);
	return { id: contact.id, contact };
}
