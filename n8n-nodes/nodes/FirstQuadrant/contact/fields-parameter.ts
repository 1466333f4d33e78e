import type { INodeProperties } from 'n8n-workflow';

/**
 * The parameter that maps a contact's fields.
 *
 * @param method The one of `methods.resourceMapping` that lists them.
 */
export const fieldsParameter = (
	method: 'getContactFields' | 'getFieldsToUpdate',
): INodeProperties => ({
	displayName: 'Fields',
	name: 'fields',
	type: 'resourceMapper',
	noDataExpression: true,
	default: { mappingMode: 'defineBelow', value: null },
	required: true,
	typeOptions: {
		resourceMapper: {
			resourceMapperMethod: method,
			mode: 'add',
			fieldWords: { singular: 'field', plural: 'fields' },
			addAllFields: true,
			multiKeyMatch: false,
			supportAutoMap: true,
		},
	},
	description:
		'Blank fields are left as they are. Automatic mapping recognises the field names of other apps, also inside nested data.',
});
