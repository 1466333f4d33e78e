import { sleep } from 'n8n-workflow';
import {
	ConnectionError,
	errorFromResponse,
	retryDelay,
	type Transport,
	type TransportRequest,
	type TransportResponse,
} from '../../core.ts';

/** An answer that asks for a longer wait is given to the user instead of holding the execution up. */
const longestWaitMs = 120_000;

type Attempt = { response: TransportResponse } | { cause: unknown };

function delayAfter(request: TransportRequest, result: Attempt, attempt: number): number | null {
	if ('response' in result && result.response.status < 400) return null;
	const error =
		'response' in result
			? errorFromResponse(result.response, new Date())
			: new ConnectionError(request.url, result.cause);
	const delay = retryDelay(error, attempt, Math.random());
	return delay !== null && delay <= longestWaitMs ? delay : null;
}

/**
 * Sends again what trying again can help, after the wait that the answer asks for.
 *
 * @param isCancelled Whether the user stopped the execution: then nothing is sent again.
 */
export function createPatientTransport(
	transport: Transport,
	isCancelled: () => boolean = () => false,
): Transport {
	return async (request) => {
		for (let attempt = 1; ; attempt += 1) {
			const result = await transport(request).then(
				(response): Attempt => ({ response }),
				(cause: unknown): Attempt => ({ cause }),
			);
			const delay = isCancelled() ? null : delayAfter(request, result, attempt);
			if (delay === null) {
				if ('response' in result) return result.response;
				throw result.cause;
			}
			await sleep(delay);
		}
	};
}
