import type { IExecuteFunctions } from 'n8n-workflow';
import { isRecord, type ListParams } from '../../../core.ts';

/**
 * What an item looks for in a list: the text under `query`, and the values that were chosen under one more filter.
 *
 * @param chosenUnder The name of that filter in the node, for instance `statuses`.
 * @param filter The API's name for it, for instance `status.in`.
 */
export function readFilters(
	context: IExecuteFunctions,
	itemIndex: number,
	chosenUnder: string,
	filter: string,
): ListParams {
	const given = context.getNodeParameter('filters', itemIndex, {});
	const { query, [chosenUnder]: values } = isRecord(given) ? given : {};
	const chosen = Array.isArray(values) ? values.map(String) : [];
	return {
		...(typeof query === 'string' && query.trim() !== '' && { query: query.trim() }),
		...(chosen.length > 0 && { filters: { [filter]: chosen } }),
	};
}
