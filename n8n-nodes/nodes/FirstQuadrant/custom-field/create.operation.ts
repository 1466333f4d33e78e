import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { customFieldTypes } from '../../../core.ts';
import { connectPatiently } from '../../connection/connect.ts';
import { eachItem } from '../../failures/each-item.ts';

export const create: INodePropertyOptions = {
	name: 'Create',
	value: 'create',
	action: 'Create a custom field',
	description: 'Define a field for the contacts of the organization',
};

const show = { resource: ['customField'], operation: ['create'] };

export const createParameters: INodeProperties[] = [
	{
		displayName: 'Label',
		name: 'label',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Plan',
		displayOptions: { show },
		description: 'What people call the field',
	},
	{
		displayName: 'Key',
		name: 'key',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. plan',
		displayOptions: { show },
		description: 'What records call the field; it cannot be changed later',
	},
	{
		displayName: 'Type',
		name: 'type',
		type: 'options',
		default: 'text',
		displayOptions: { show },
		options: [
			{ name: 'Choice', value: 'choice' },
			{ name: 'Choices', value: 'choices' },
			{ name: 'Date', value: 'date' },
			{ name: 'Number', value: 'number' },
			{ name: 'Text', value: 'text' },
			{ name: 'Yes or No', value: 'boolean' },
		],
	},
	{
		displayName: 'Choices',
		name: 'choices',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Choice' },
		default: [],
		displayOptions: { show: { ...show, type: ['choice', 'choices'] } },
		description: 'The values that can be chosen',
	},
];

/** Defines the field that each item describes. */
export async function createCustomFields(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const client = await connectPatiently(this);
	return eachItem(this, async (itemIndex) => {
		const text = (name: string) => String(this.getNodeParameter(name, itemIndex, '')).trim();
		const type = customFieldTypes.find((one) => one === text('type'));
		if (type === undefined) {
			throw new NodeOperationError(
				this.getNode(),
				`Type: "${text('type')}" is no type of field [item ${itemIndex}]`,
				{ itemIndex, description: `Use one of: ${customFieldTypes.join(', ')}` },
			);
		}
		const given: unknown = this.getNodeParameter('choices', itemIndex, []);
		const choices = (Array.isArray(given) ? given : []).map((choice) => String(choice).trim());
		const hasChoices = type === 'choice' || type === 'choices';
		const field = { label: text('label'), key: text('key'), type, ...(hasChoices && { choices }) };
		return { ...(await client.fields.create(field)) };
	});
}
