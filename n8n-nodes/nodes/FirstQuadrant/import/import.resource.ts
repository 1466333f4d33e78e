import type { INodeProperties } from 'n8n-workflow';
import { get, getParameters } from './get.operation.ts';
import { getMany, getManyParameters } from './get-many.operation.ts';
import { start, startParameters } from './start.operation.ts';

export const importProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['import'] } },
		options: [get, getMany, start],
		default: 'start',
	},
	...startParameters,
	...getParameters,
	...getManyParameters,
];
