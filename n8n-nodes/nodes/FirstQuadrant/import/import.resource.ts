import type { INodeProperties } from 'n8n-workflow';
import { complete, completeParameters } from './complete.operation.ts';
import { get, getParameters } from './get.operation.ts';
import { getMany, getManyParameters } from './get-many.operation.ts';
import { getRows, getRowsParameters } from './get-rows.operation.ts';
import { importFile, importFileParameters } from './import-file.operation.ts';
import { start, startParameters } from './start.operation.ts';
import { undo, undoParameters } from './undo.operation.ts';

export const importProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['import'] } },
		options: [complete, get, getMany, getRows, importFile, start, undo],
		default: 'start',
	},
	...startParameters,
	...completeParameters,
	...getParameters,
	...getManyParameters,
	...getRowsParameters,
	...importFileParameters,
	...undoParameters,
];
