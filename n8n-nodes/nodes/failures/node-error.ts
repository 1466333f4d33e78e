import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { type ApiErrorBody, isApiError, isConnectionError } from '../../core.ts';
import { fieldLabel } from './field-label.ts';

type Facts = Pick<ApiErrorBody, 'message' | 'description'> & {
	details: readonly ApiErrorBody['details'][number][];
};

/** What happened, by the names that a person sees, and what to do about it. */
function inWords({ message, description, details }: Facts, labelOf = fieldLabel) {
	const found = details.map((detail) =>
		detail.field === '' ? detail.message : `${labelOf(detail.field)} ${detail.message}`,
	);
	const [first = message, ...others] = found;
	return { message: first, description: [...others, description].filter(Boolean).join(' · ') };
}

/**
 * The error of one record that the API refused, while it took its neighbours.
 *
 * @param labelOf What a person calls a field.
 */
export function rejectionError(
	node: INode,
	error: ApiErrorBody,
	itemIndex: number,
	labelOf: (field: string) => string,
) {
	const { message, description } = inWords(error, labelOf);
	return new NodeOperationError(node, `${message} [item ${itemIndex}]`, { description, itemIndex });
}

/**
 * The error that n8n shows for whatever went wrong: what happened, and what to do.
 *
 * @param itemIndex The item that it belongs to; left out where it belongs to none.
 */
export function nodeError(
	node: INode,
	error: unknown,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	const place = itemIndex === undefined ? {} : { itemIndex };
	if (isApiError(error)) {
		const { message, description } = inWords(error);
		const request = error.requestId === null ? '' : ` (request ${error.requestId})`;
		return new NodeApiError(
			node,
			{ code: error.code, message },
			{
				message,
				description: `${description}${error.status >= 500 ? request : ''}`,
				httpCode: String(error.status),
				...place,
			},
		);
	}
	if (isConnectionError(error)) {
		const cause = error.cause instanceof Error ? error.cause.message : '';
		return new NodeApiError(
			node,
			{ message: error.message },
			{ message: error.message, description: cause, ...place },
		);
	}
	return new NodeOperationError(node, error instanceof Error ? error : String(error), place);
}
