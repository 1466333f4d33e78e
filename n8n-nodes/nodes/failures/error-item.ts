import type { INodeExecutionData, NodeApiError, NodeOperationError } from 'n8n-workflow';

/** What an item becomes that failed while the others go on; n8n's error output takes it by its `error`. */
export function errorItem(
	error: NodeApiError | NodeOperationError,
	itemIndex: number,
): INodeExecutionData {
	return {
		json: { error: error.message, ...(error.description && { details: error.description }) },
		error,
		pairedItem: { item: itemIndex },
	};
}
