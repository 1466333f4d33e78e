import type { INodeProperties } from 'n8n-workflow';
import { contactParameters } from './contact-parameters.ts';
import { create } from './create.operation.ts';
import { createOrUpdate } from './create-or-update.operation.ts';

export const contactProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['contact'] } },
		options: [create, createOrUpdate],
		default: 'createOrUpdate',
	},
	...contactParameters,
];
