import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { createContacts } from './contact/create.operation.ts';
import { createOrUpdateContacts } from './contact/create-or-update.operation.ts';
import { getImports } from './import/get.operation.ts';
import { getManyImports } from './import/get-many.operation.ts';
import { startImports } from './import/start.operation.ts';

/** Does one operation for all items of a run. */
export type Operation = (this: IExecuteFunctions) => Promise<INodeExecutionData[]>;

/** What the node can do, by resource and operation. */
export const operations: Readonly<Record<string, Operation>> = {
	'contact.create': createContacts,
	'contact.createOrUpdate': createOrUpdateContacts,
	'import.get': getImports,
	'import.getAll': getManyImports,
	'import.start': startImports,
};
