import type { IExecuteFunctions, INodeExecutionData, INodePropertyOptions } from 'n8n-workflow';
import { sendContacts } from './send-contacts.ts';

export const create: INodePropertyOptions = {
	name: 'Create',
	value: 'create',
	action: 'Create a contact',
	description:
		'Import new contacts. A contact that exists already is left as it is, with the outcome "skipped".',
};

/** Sends the items as contacts that must be new. */
export function createContacts(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	return sendContacts(this, 'createOnly');
}
