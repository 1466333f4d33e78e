/** What one request holds at most. Far below the API's limits, so that a slow service still answers in time. */
export const batchLimits = { records: 500, bytes: 4_000_000 };

/** Cuts a list into batches, by number and by size; a record that is too large on its own goes alone. */
export function splitIntoBatches<Item extends { bytes: number }>(
	items: readonly Item[],
	limits = batchLimits,
): Item[][] {
	const batches: Item[][] = [];
	let bytes = 0;
	for (const item of items) {
		const batch = batches.at(-1);
		if (batch && batch.length < limits.records && bytes + item.bytes <= limits.bytes) {
			batch.push(item);
			bytes += item.bytes;
		} else {
			batches.push([item]);
			bytes = item.bytes;
		}
	}
	return batches;
}
