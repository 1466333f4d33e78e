import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { connectPatiently } from '../../connection/connect.ts';
import { eachItem } from '../../failures/each-item.ts';
import { limitParameters, readUpToLimit } from '../lists/limit.ts';
import { readFilters } from '../lists/read-filters.ts';
import { simplifyParameter, wantsSimple } from '../lists/simplify.ts';
import { importOutput } from './import-output.ts';

export const getMany: INodePropertyOptions = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many imports',
	description: 'Get the imports of the organization, newest first',
};

const show = { resource: ['import'], operation: ['getAll'] };

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

/** Lists imports for each item, as many as it asks for. */
export async function getManyImports(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const client = await connectPatiently(this);
	return eachItem(this, async (itemIndex) => {
		const params = readFilters(this, itemIndex, 'statuses', 'status.in');
		const imports = await readUpToLimit(this, itemIndex, {
			list: (page) => client.imports.list({ ...params, ...page }),
			all: () => client.imports.all(params),
		});
		return imports.map((one) => importOutput(one, wantsSimple(this, itemIndex)));
	});
}
