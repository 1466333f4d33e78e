import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** The parameter that erases: what is left blank elsewhere keeps its value. */
export const clearParameter: INodeProperties = {
	displayName: 'Field Names or IDs to Clear',
	name: 'clear',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getChangeableFields' },
	default: [],
	description:
		'Fields whose values are erased; blank fields above keep theirs. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

/** The fields that an item erases, by the names that the API has for them. */
export function readClear(context: IExecuteFunctions, itemIndex: number): string[] {
	const value: unknown = context.getNodeParameter('options.clear', itemIndex, []);
	return Array.isArray(value) ? value.map(String) : [];
}
