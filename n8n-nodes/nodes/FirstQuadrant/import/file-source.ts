import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Client } from '../../../core.ts';
import { sendFile } from '../../connection/send-file.ts';

const show = { resource: ['import'], operation: ['importFile'] };

/** The parameters that say where a file comes from, and how it is to be read. */
export const fileSourceParameters: INodeProperties[] = [
	{
		displayName: 'File From',
		name: 'source',
		type: 'options',
		default: 'binary',
		displayOptions: { show },
		options: [
			{ name: 'Binary Data', value: 'binary', description: 'A file of the item' },
			{ name: 'URL', value: 'url', description: 'FirstQuadrant fetches the file itself' },
		],
	},
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		hint: 'The name of the input binary field containing the file to be imported',
		displayOptions: { show: { ...show, source: ['binary'] } },
		description: 'A CSV or an Excel workbook (.xlsx) with one contact a row, of any size',
	},
	{
		displayName: 'URL',
		name: 'url',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://example.com/contacts.csv',
		displayOptions: { show: { ...show, source: ['url'] } },
		description: 'The address of a CSV or an Excel workbook (.xlsx) with one contact a row',
	},
];

/** Which option says what of a file. */
const readings = ['encoding', 'sheet'] as const;

function readSaid(context: IExecuteFunctions, itemIndex: number): Record<string, string> {
	const given = readings.map((name): [string, string] => [
		name,
		String(context.getNodeParameter(`options.${name}`, itemIndex, '')).trim(),
	]);
	return Object.fromEntries(given.filter(([, value]) => value !== ''));
}

/**
 * Gives the file of an item to an import.
 *
 * @returns The file's ID. The same bytes sent again are the same file.
 */
export async function giveFile(
	context: IExecuteFunctions,
	client: Client,
	importId: string,
	itemIndex: number,
): Promise<string> {
	if (context.getNodeParameter('source', itemIndex, 'binary') === 'url') {
		const url = String(context.getNodeParameter('url', itemIndex)).trim();
		return (await client.imports.fetchFile(importId, url)).id;
	}
	const property = String(context.getNodeParameter('binaryPropertyName', itemIndex, 'data'));
	const binary = context.helpers.assertBinaryData(itemIndex, property);
	const body = binary.id
		? await context.helpers.getBinaryStream(binary.id)
		: await context.helpers.getBinaryDataBuffer(itemIndex, property);
	const said = readSaid(context, itemIndex);
	return sendFile(context, importId, { name: binary.fileName ?? 'contacts.csv', body, said });
}
