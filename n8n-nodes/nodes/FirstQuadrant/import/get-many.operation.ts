import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { type Import, isRecord, type ListParams, maxPageSize } from '../../../core.ts';
import { connectPatiently } from '../../connection/connect.ts';
import { eachItem } from '../../failures/each-item.ts';

export const getMany: INodePropertyOptions = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many imports',
	description: 'Get the imports of the organization, newest first',
};

const show = { resource: ['import'], operation: ['getAll'] };

export const getManyParameters: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		displayOptions: { show },
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		displayOptions: { show: { ...show, returnAll: [false] } },
		description: 'Max number of results to return',
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		displayOptions: { show },
		options: [
			{
				displayName: 'Name Contains',
				name: 'query',
				type: 'string',
				default: '',
				placeholder: 'e.g. trade show',
			},
			{
				displayName: 'Statuses',
				name: 'statuses',
				type: 'multiOptions',
				default: [],
				options: [
					{ name: 'Completed', value: 'completed' },
					{ name: 'Draft', value: 'draft' },
					{ name: 'Running', value: 'running' },
				],
				description: 'Leave empty for imports of any status',
			},
		],
	},
];

function readFilters(context: IExecuteFunctions, itemIndex: number): ListParams {
	const filters = context.getNodeParameter('filters', itemIndex, {});
	const { query, statuses } = isRecord(filters) ? filters : {};
	const chosen = Array.isArray(statuses) ? statuses.map(String) : [];
	return {
		...(typeof query === 'string' && query.trim() !== '' && { query: query.trim() }),
		...(chosen.length > 0 && { filters: { 'status.in': chosen } }),
	};
}

/** Lists imports for each item, as many as it asks for. */
export async function getManyImports(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const client = await connectPatiently(this);
	return eachItem(this, async (itemIndex) => {
		const params = readFilters(this, itemIndex);
		const returnAll = this.getNodeParameter('returnAll', itemIndex, false);
		const limit = returnAll ? Infinity : Number(this.getNodeParameter('limit', itemIndex, 50));
		if (limit <= maxPageSize) {
			return (await client.imports.list({ ...params, limit })).map((one) => ({ ...one }));
		}
		const imports: Import[] = [];
		for await (const one of client.imports.all(params)) {
			imports.push(one);
			if (imports.length >= limit) break;
		}
		return imports.map((one) => ({ ...one }));
	});
}
