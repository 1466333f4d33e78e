import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
	NodeOperationError,
} from 'n8n-workflow';
import { nodeError } from '../failures/node-error.ts';
import { contactProperties } from './contact/contact.resource.ts';
import { customFieldProperties } from './custom-field/custom-field.resource.ts';
import { importProperties } from './import/import.resource.ts';
import { getChangeableFields } from '../methods/get-changeable-fields.ts';
import { getContactFields, getFieldsToUpdate } from './methods/get-contact-fields.ts';
import { searchContacts } from './methods/search-contacts.ts';
import { searchImports } from './methods/search-imports.ts';
import { operations } from './operations.ts';

export class FirstQuadrant implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'FirstQuadrant',
		name: 'firstQuadrant',
		icon: {
			light: 'file:../../icons/firstquadrant.svg',
			dark: 'file:../../icons/firstquadrant.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Import contacts into FirstQuadrant and manage imports',
		defaults: { name: 'FirstQuadrant' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'firstQuadrantApi', required: true }],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Contact', value: 'contact' },
					{ name: 'Custom Field', value: 'customField' },
					{ name: 'Import', value: 'import' },
				],
				default: 'contact',
			},
			...contactProperties,
			...customFieldProperties,
			...importProperties,
		],
	};

	methods = {
		listSearch: { searchContacts, searchImports },
		loadOptions: { getChangeableFields },
		resourceMapping: { getContactFields, getFieldsToUpdate },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0);
		const operation = this.getNodeParameter('operation', 0);
		const run = operations[`${resource}.${operation}`];
		if (!run) {
			throw new NodeOperationError(
				this.getNode(),
				`The operation "${operation}" does not exist for the resource "${resource}"`,
			);
		}
		try {
			return [await run.call(this)];
		} catch (error) {
			throw nodeError(this.getNode(), error);
		}
	}
}
