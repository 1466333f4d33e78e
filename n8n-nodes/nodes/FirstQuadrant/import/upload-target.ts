import { type IExecuteFunctions, type INodeProperties, NodeOperationError } from 'n8n-workflow';
import { type Client, findOrCreateUpload, type Import } from '../../../core.ts';
import { importLocator, requireImportId } from '../import-locator.ts';

const show = { resource: ['import'], operation: ['importFile'] };

/** The parameters that say which import a file goes to. */
export const uploadTargetParameters: INodeProperties[] = [
	{
		displayName: 'Import Into',
		name: 'target',
		type: 'options',
		default: 'name',
		displayOptions: { show },
		options: [
			{
				name: 'Existing Import',
				value: 'import',
				description: 'Reads the columns as that import was set up',
			},
			{
				name: 'Import by Name',
				value: 'name',
				description: 'Made the first time; its columns are found by their names',
			},
		],
	},
	{
		displayName: 'Import Name',
		name: 'importName',
		type: 'string',
		required: true,
		default: 'n8n files',
		placeholder: 'e.g. Trade show leads',
		displayOptions: { show: { ...show, target: ['name'] } },
		description: 'The same name is the same import, whichever workflow sends a file to it',
	},
	{
		...importLocator,
		required: true,
		displayOptions: { show: { ...show, target: ['import'] } },
		description: 'An import that takes files',
	},
];

/** The import that an item's file goes to. */
export async function uploadTarget(
	context: IExecuteFunctions,
	client: Client,
	itemIndex: number,
): Promise<Import> {
	const isByName = context.getNodeParameter('target', itemIndex, 'name') === 'name';
	const name = isByName ? String(context.getNodeParameter('importName', itemIndex, '')).trim() : '';
	if (isByName && name === '') {
		throw new NodeOperationError(context.getNode(), `The import has no name [item ${itemIndex}]`, {
			itemIndex,
			description: 'Give it one in the parameter "Import Name"',
		});
	}
	const target = isByName
		? await findOrCreateUpload(client, name)
		: await client.imports.get(requireImportId(context, itemIndex));
	if (target.method === 'upload') return target;
	throw new NodeOperationError(
		context.getNode(),
		`The import "${target.name}" takes no files [item ${itemIndex}]`,
		{ itemIndex, description: 'Choose one that does, or import by a new name' },
	);
}
