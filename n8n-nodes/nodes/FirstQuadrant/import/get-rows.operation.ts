import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import type { ImportRow } from '../../../core.ts';
import { connectPatiently } from '../../connection/connect.ts';
import { eachItem } from '../../failures/each-item.ts';
import { fieldLabel } from '../../failures/field-label.ts';
import { importLocator, requireImportId } from '../import-locator.ts';
import { limitParameters, readUpToLimit } from '../lists/limit.ts';
import { readFilters } from '../lists/read-filters.ts';
import { simplifyParameter, wantsSimple } from '../lists/simplify.ts';

export const getRows: INodePropertyOptions = {
	name: 'Get Rows',
	value: 'getRows',
	action: 'Get the rows of an import',
	description: 'Get what an import received, what became of each record, and why',
};

const show = { resource: ['import'], operation: ['getRows'] };

export const getRowsParameters: INodeProperties[] = [
	{ ...importLocator, required: true, displayOptions: { show } },
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
				displayName: 'Outcomes',
				name: 'outcomes',
				type: 'multiOptions',
				default: [],
				options: [
					{ name: 'Created', value: 'created' },
					{ name: 'Rejected', value: 'rejected' },
					{ name: 'Scheduled', value: 'scheduled' },
					{ name: 'Skipped', value: 'skipped' },
					{ name: 'Unchanged', value: 'unchanged' },
					{ name: 'Unqualified', value: 'unqualified' },
					{ name: 'Updated', value: 'updated' },
				],
				description: 'Leave empty for rows of any outcome',
			},
			{
				displayName: 'Search',
				name: 'query',
				type: 'string',
				default: '',
				placeholder: 'e.g. ada@example.com',
				description: 'Text that the received record contains',
			},
		],
	},
];

/** What the service says about a row, by the names that a person has for the fields. */
const inWords = (notes: readonly { field: string; message: string }[]) =>
	notes.map(({ field, message }) => (field === '' ? message : `${fieldLabel(field)} ${message}`));

const simple = ({ id, outcome, input, contact, changed, errors, warnings, ...row }: ImportRow) => ({
	id,
	outcome,
	reasons: inWords([...errors, ...warnings]),
	input,
	contactId: contact?.id ?? null,
	email: contact?.email ?? null,
	changed,
	createdAt: row.createdAt,
});

/** Lists the rows of the import that each item names, newest first. */
export async function getImportRows(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const client = await connectPatiently(this);
	return eachItem(this, async (itemIndex) => {
		const id = requireImportId(this, itemIndex);
		const params = readFilters(this, itemIndex, 'outcomes', 'outcome.in');
		const rows = await readUpToLimit(this, itemIndex, {
			list: (page) => client.imports.rows(id, { ...params, ...page }),
			all: () => client.imports.allRows(id, params),
		});
		return rows.map((row) => (wantsSimple(this, itemIndex) ? simple(row) : { ...row }));
	});
}
