import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { maxPageSize } from '../../../core.ts';

/** The parameters that say how much of a list is wanted, for the operations that `show` names. */
export const limitParameters = (show: Record<string, string[]>): INodeProperties[] => [
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
];

interface Pages<Item> {
	/** One page with at most so many. */
	list: (page: { limit: number }) => Promise<Item[]>;
	/** All of them, page by page. */
	all: () => AsyncIterable<Item>;
}

/** Reads as much of a list as an item asks for: one request where one page holds it. */
export async function readUpToLimit<Item>(
	context: IExecuteFunctions,
	itemIndex: number,
	pages: Pages<Item>,
): Promise<Item[]> {
	const returnAll = context.getNodeParameter('returnAll', itemIndex, false);
	const limit = returnAll ? Infinity : Number(context.getNodeParameter('limit', itemIndex, 50));
	if (limit <= maxPageSize) return pages.list({ limit });
	const items: Item[] = [];
	for await (const item of pages.all()) {
		items.push(item);
		if (items.length >= limit) break;
	}
	return items;
}
