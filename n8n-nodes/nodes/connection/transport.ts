import type { IAllExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { isRecord, type Transport, type TransportResponse } from '../../core.ts';

export const credentialName = 'firstQuadrantApi';

/** The headers of an answer by their names in lower case; n8n hands on what axios has. */
function readHeaders(headers: unknown): Record<string, string> {
	if (!isRecord(headers)) return {};
	const entries = Object.entries(headers).filter(([, value]) => value !== undefined);
	return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

/** What n8n answers with, as the client reads it. */
export function readAnswer(answer: unknown): TransportResponse {
	if (!isRecord(answer)) return { status: 0, headers: {}, body: undefined };
	return {
		status: Number(answer.statusCode),
		headers: readHeaders(answer.headers),
		body: answer.body === '' ? undefined : answer.body,
	};
}

/** n8n throws for 401 alone, with the API's own answer inside; whatever else it throws is no answer. */
export function readRefusal(error: unknown): TransportResponse {
	if (!isRecord(error) || error.httpCode !== '401') throw error;
	const body = isRecord(error.context) ? error.context.data : undefined;
	return { status: 401, headers: {}, body };
}

/** Makes requests with the node's credential, through n8n's proxy, TLS and SSRF settings. */
export function createTransport(context: IAllExecuteFunctions): Transport {
	return ({ method, url, headers, body }) => {
		const options: IHttpRequestOptions = {
			method,
			url,
			headers,
			json: true,
			returnFullResponse: true,
			// Ignoring 401 as well would keep n8n from refreshing a credential.
			ignoreHttpStatusErrors: { ignore: true, except: [401] },
			sendCredentialsOnCrossOriginRedirect: false,
			timeout: 120_000,
			...(isRecord(body) && { body }),
		};
		return context.helpers.httpRequestWithAuthentication
			.call(context, credentialName, options)
			.then(readAnswer, readRefusal);
	};
}
