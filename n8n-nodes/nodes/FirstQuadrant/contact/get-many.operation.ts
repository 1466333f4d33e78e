import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { isRecord, type ListParams } from '../../../core.ts';
import { connectPatiently } from '../../connection/connect.ts';
import { eachItem } from '../../failures/each-item.ts';
import { limitParameters, readUpToLimit } from '../lists/limit.ts';
import { simplifyParameter, wantsSimple } from '../lists/simplify.ts';
import { contactOutput } from './contact-output.ts';

export const getMany: INodePropertyOptions = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many contacts',
	description: 'Get the contacts of the organization, newest first',
};

const show = { resource: ['contact'], operation: ['getAll'] };

export const getManyParameters: INodeProperties[] = [
	...limitParameters(show),
	simplifyParameter(show),
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		displayOptions: { show },
		options: [
			{
				displayName: 'Company Domain',
				name: 'companyDomain',
				type: 'string',
				default: '',
				placeholder: 'e.g. example.com',
			},
			{
				displayName: 'Search',
				name: 'query',
				type: 'string',
				default: '',
				placeholder: 'e.g. lovelace',
				description: 'Text that the name, the email or the name of the company contains',
			},
			{
				displayName: 'Updated After',
				name: 'updatedAfter',
				type: 'dateTime',
				default: '',
				description: 'Only contacts that were created or changed after this time',
			},
		],
	},
];

const textOf = (value: unknown) => (typeof value === 'string' ? value.trim() : '');

function readFilters(context: IExecuteFunctions, itemIndex: number): ListParams {
	const given = context.getNodeParameter('filters', itemIndex, {});
	const { query, companyDomain, updatedAfter } = isRecord(given) ? given : {};
	const filters = {
		...(textOf(companyDomain) && { 'company.domain.equals': textOf(companyDomain) }),
		...(textOf(updatedAfter) && { 'updatedAt.gt': textOf(updatedAfter) }),
	};
	return { filters, ...(textOf(query) && { query: textOf(query) }) };
}

/** Lists contacts for each item, as many as it asks for. */
export async function getManyContacts(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const client = await connectPatiently(this);
	return eachItem(this, async (itemIndex) => {
		const params = readFilters(this, itemIndex);
		const contacts = await readUpToLimit(this, itemIndex, {
			list: (page) => client.contacts.list({ ...params, ...page }),
			all: () => client.contacts.all(params),
		});
		return contacts.map((contact) => contactOutput(contact, wantsSimple(this, itemIndex)));
	});
}
