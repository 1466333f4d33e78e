import type { INodeProperties } from 'n8n-workflow';
import { create, createParameters } from './create.operation.ts';
import { getMany } from './get-many.operation.ts';

export const customFieldProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['customField'] } },
		options: [create, getMany],
		default: 'getAll',
	},
	...createParameters,
];
