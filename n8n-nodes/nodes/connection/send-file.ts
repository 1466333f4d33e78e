import type { IExecuteFunctions } from 'n8n-workflow';
import {
	ConnectionError,
	errorFromResponse,
	hostedBaseUrl,
	isRecord,
	normalizeBaseUrl,
} from '../../core.ts';
import { credentialName, readAnswer, readRefusal } from './transport.ts';

/** A file may take its time; n8n ends the execution when the user says so. */
const timeoutMs = 3_600_000;

/** What is sent, and how it is to be read where the user says so. */
export interface SentFile {
	name: string;
	body: Buffer | NodeJS.ReadableStream;
	said: Record<string, string>;
}

/**
 * Hands a file on to an import, part by part where n8n keeps it on a disk. The same bytes sent again are the same file.
 *
 * @returns The file's ID.
 */
export async function sendFile(
	context: IExecuteFunctions,
	importId: string,
	{ name, body, said }: SentFile,
): Promise<string> {
	const { baseUrl } = await context.getCredentials<{ baseUrl?: string }>(credentialName);
	const query = Object.entries({ name, ...said })
		.map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
		.join('&');
	const base = normalizeBaseUrl(baseUrl?.trim() || hostedBaseUrl);
	const url = `${base}/imports/${encodeURIComponent(importId)}/file?${query}`;
	const answer = await context.helpers.httpRequestWithAuthentication
		.call(context, credentialName, {
			method: 'PUT',
			url,
			headers: { Accept: 'application/json', 'Content-Type': 'application/octet-stream' },
			body,
			returnFullResponse: true,
			ignoreHttpStatusErrors: { ignore: true, except: [401] },
			sendCredentialsOnCrossOriginRedirect: false,
			timeout: timeoutMs,
		})
		.then(readAnswer, readRefusal)
		.catch((cause: unknown) => {
			throw new ConnectionError(url, cause);
		});
	const { id } = isRecord(answer.body) ? answer.body : {};
	if (answer.status === 200 && typeof id === 'string') return id;
	throw errorFromResponse(answer, new Date());
}
