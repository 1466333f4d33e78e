import { type IExecuteFunctions, type INodeProperties, NodeOperationError } from 'n8n-workflow';
import type { StartImportInput } from '../../core.ts';

/** Where contacts go when no import is chosen: found or made, and started. */
export const defaultImport = {
	name: 'n8n',
	method: 'app',
	app: 'n8n',
} as const satisfies StartImportInput;

/** The parameter that names an import. The address may be its webhook's, or any other that holds its ID. */
export const importLocator: INodeProperties = {
	displayName: 'Import',
	name: 'import',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select an import…',
			typeOptions: { searchListMethod: 'searchImports', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. imp_01k…',
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://api.us.firstquadrant.ai/v5/imports/imp_01k…/trigger/…',
			extractValue: { type: 'regex', regex: '/imports/(imp_[A-Za-z0-9]+)' },
		},
	],
};

/** The ID of the import that an item names; null where it names none or the default. */
export function readImportId(context: IExecuteFunctions, itemIndex: number): string | null {
	const value = context.getNodeParameter('import', itemIndex, '', { extractValue: true });
	const id = typeof value === 'string' ? value.trim() : '';
	return id === '' || id === 'default' ? null : id;
}

/** The ID of the import that an item must name. */
export function requireImportId(context: IExecuteFunctions, itemIndex: number): string {
	const id = readImportId(context, itemIndex);
	if (id !== null) return id;
	throw new NodeOperationError(context.getNode(), `No import is chosen [item ${itemIndex}]`, {
		itemIndex,
		description: 'Choose one in the parameter "Import"',
	});
}
