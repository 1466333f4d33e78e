import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { createContacts } from './contact/create.operation.ts';
import { createOrUpdateContacts } from './contact/create-or-update.operation.ts';
import { deleteContacts } from './contact/delete.operation.ts';
import { getContacts } from './contact/get.operation.ts';
import { getManyContacts } from './contact/get-many.operation.ts';
import { updateContacts } from './contact/update.operation.ts';
import { validateContacts } from './contact/validate.operation.ts';
import { createCustomFields } from './custom-field/create.operation.ts';
import { getManyCustomFields } from './custom-field/get-many.operation.ts';
import { completeImports } from './import/complete.operation.ts';
import { getImports } from './import/get.operation.ts';
import { getManyImports } from './import/get-many.operation.ts';
import { getImportRows } from './import/get-rows.operation.ts';
import { importFiles } from './import/import-file.operation.ts';
import { startImports } from './import/start.operation.ts';
import { undoImports } from './import/undo.operation.ts';

/** Does one operation for all items of a run. */
export type Operation = (this: IExecuteFunctions) => Promise<INodeExecutionData[]>;

/** What the node can do, by resource and operation. */
export const operations: Readonly<Record<string, Operation>> = {
	'contact.create': createContacts,
	'contact.createOrUpdate': createOrUpdateContacts,
	'contact.delete': deleteContacts,
	'contact.get': getContacts,
	'contact.getAll': getManyContacts,
	'contact.update': updateContacts,
	'contact.validate': validateContacts,
	'customField.create': createCustomFields,
	'customField.getAll': getManyCustomFields,
	'import.complete': completeImports,
	'import.get': getImports,
	'import.getAll': getManyImports,
	'import.getRows': getImportRows,
	'import.importFile': importFiles,
	'import.start': startImports,
	'import.undo': undoImports,
};
