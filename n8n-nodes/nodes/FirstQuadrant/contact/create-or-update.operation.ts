import type { IExecuteFunctions, INodeExecutionData, INodePropertyOptions } from 'n8n-workflow';
import { sendContacts } from './send-contacts.ts';

export const createOrUpdate: INodePropertyOptions = {
	name: 'Create or Update',
	value: 'createOrUpdate',
	action: 'Create or update a contact',
	description:
		'Create a new record, or update the current one if it already exists (upsert). The email tells contacts apart.',
};

/** Sends the items as contacts; what happens to those that exist is the import's own setting. */
export function createOrUpdateContacts(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	return sendContacts(this);
}
