import type {
	FieldType,
	ILoadOptionsFunctions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';
import type { ListedField } from '../../../core.ts';
import { connect } from '../../connection/connect.ts';
import { nodeError } from '../../failures/node-error.ts';

/** Lists may be written with commas and dates in many ways, so they are left to the API as text. */
const inputTypes: Readonly<Record<string, FieldType>> = {
	number: 'number',
	integer: 'number',
	boolean: 'boolean',
	date: 'dateTime',
	choice: 'options',
};

/** What is asked for at once; the rest is a click away. The organization's own fields always show. */
const shownAtFirst: ReadonlySet<string> = new Set([
	'email',
	'firstName',
	'lastName',
	'phone',
	'employmentTitle',
	'linkedInHandle',
	'tags',
	'company.name',
	'company.domain',
]);

const toMapperField = ({ key, label, type, group, choices, identifies }: ListedField) => ({
	id: key,
	displayName: label,
	type: inputTypes[type] ?? 'string',
	required: identifies,
	defaultMatch: identifies,
	canBeUsedToMatch: identifies,
	display: true,
	removed: group !== 'custom' && !shownAtFirst.has(key),
	...(choices && { options: choices.map((choice) => ({ name: choice, value: choice })) }),
});

async function listFields(context: ILoadOptionsFunctions): Promise<ResourceMapperField[]> {
	try {
		const client = await connect(context);
		return (await client.fields.list()).map(toMapperField);
	} catch (error) {
		throw nodeError(context.getNode(), error);
	}
}

/** Every field that a contact of the organization can have, as the editor shows it. */
export async function getContactFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return { fields: await listFields(this) };
}

/** The same for a contact that is known already: no field is asked for. */
export async function getFieldsToUpdate(
	this: ILoadOptionsFunctions,
): Promise<ResourceMapperFields> {
	const fields = await listFields(this);
	return {
		fields: fields.map((field) =>
			field.required ? { ...field, required: false, removed: true } : field,
		),
	};
}
