import type { INodeProperties } from 'n8n-workflow';
import { importLocator } from '../import-locator.ts';

const displayOptions = { show: { resource: ['contact'], operation: ['create', 'createOrUpdate'] } };

/** What every operation asks for that sends contacts. */
export const contactParameters: INodeProperties[] = [
	{
		...importLocator,
		displayOptions,
		description:
			'The running import that takes the contacts in. Without one, an import named “n8n” is created when needed, and started.',
	},
	{
		displayName: 'Fields',
		name: 'fields',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		required: true,
		typeOptions: {
			resourceMapper: {
				resourceMapperMethod: 'getContactFields',
				mode: 'add',
				fieldWords: { singular: 'field', plural: 'fields' },
				addAllFields: true,
				multiKeyMatch: false,
				supportAutoMap: true,
			},
		},
		displayOptions,
		description:
			'Blank fields are left as they are. Automatic mapping recognises the field names of other apps, also inside nested data.',
	},
];
