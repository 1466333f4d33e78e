import {
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { getChangeableFields } from '../methods/get-changeable-fields.ts';
import { events } from './events.ts';
import { filterParameters } from './filter-parameters.ts';
import { getImports } from './get-imports.ts';
import { receiveEvent } from './receive-event.ts';
import {
	createSubscription,
	hasSubscription,
	removeSubscription,
} from './subscription-lifecycle.ts';

export class FirstQuadrantTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'FirstQuadrant Trigger',
		name: 'firstQuadrantTrigger',
		icon: {
			light: 'file:../../icons/firstquadrant.svg',
			dark: 'file:../../icons/firstquadrant.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["event"] }}',
		description: 'Starts the workflow when something happens in FirstQuadrant',
		defaults: { name: 'FirstQuadrant Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'firstQuadrantApi', required: true }],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
		],
		properties: [
			{
				displayName: 'Event',
				name: 'event',
				type: 'options',
				options: events,
				default: 'import.status_changed',
			},
			{
				displayName: 'Import Names or IDs',
				name: 'imports',
				type: 'multiOptions',
				typeOptions: { loadOptionsMethod: 'getImports' },
				default: [],
				description:
					'Leave empty for every import. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			},
			...filterParameters,
		],
	};

	methods = { loadOptions: { getChangeableFields, getImports } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return hasSubscription(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return createSubscription(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return removeSubscription(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return receiveEvent(this);
	}
}
