import type { INodeProperties } from 'n8n-workflow';
import { importLocator } from '../import-locator.ts';
import { clearParameter } from './clear-fields.ts';
import { fieldsParameter } from './fields-parameter.ts';

const show = (...operation: string[]) => ({ show: { resource: ['contact'], operation } });
const sending = show('create', 'createOrUpdate');

/** What every operation asks for that sends contacts to an import, or tries what would happen there. */
export const contactParameters: INodeProperties[] = [
	{
		...importLocator,
		displayOptions: sending,
		description:
			'The running import that takes the contacts in. Without one, an import named “n8n” is created when needed, and started.',
	},
	{
		...importLocator,
		required: true,
		displayOptions: show('validate'),
		description: 'The import whose rules are asked. It need not be running.',
	},
	{
		...fieldsParameter('getContactFields'),
		displayOptions: show('create', 'createOrUpdate', 'validate'),
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: show('createOrUpdate', 'validate'),
		options: [clearParameter],
	},
];
