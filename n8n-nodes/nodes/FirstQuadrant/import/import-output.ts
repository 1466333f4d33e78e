import type { Import } from '../../../core.ts';

/** What most workflows go on with, of an import. */
const simple = ({ id, name, status, method, app, mode, counts, ...one }: Import) => ({
	id,
	name,
	status,
	method,
	app,
	mode,
	counts,
	lastRun: one.lastRun,
	createdAt: one.createdAt,
	updatedAt: one.updatedAt,
});

/** An import as an item, without the addresses in it: whoever knows its trigger's may send records. */
export function importOutput(found: Import, isSimple: boolean) {
	if (isSimple) return simple(found);
	const hidden = new Set(['trigger', 'sourceUrl']);
	return Object.fromEntries(Object.entries(found).filter(([key]) => !hidden.has(key)));
}
