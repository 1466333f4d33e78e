import type { INodeProperties } from 'n8n-workflow';
import { contactParameters } from './contact-parameters.ts';
import { create } from './create.operation.ts';
import { createOrUpdate } from './create-or-update.operation.ts';
import { deleteContact, deleteParameters } from './delete.operation.ts';
import { get, getParameters } from './get.operation.ts';
import { getMany, getManyParameters } from './get-many.operation.ts';
import { update, updateParameters } from './update.operation.ts';
import { validate } from './validate.operation.ts';

export const contactProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['contact'] } },
		options: [create, createOrUpdate, deleteContact, get, getMany, update, validate],
		default: 'createOrUpdate',
	},
	...contactParameters,
	...updateParameters,
	...getParameters,
	...getManyParameters,
	...deleteParameters,
];
