import type { IAllExecuteFunctions } from 'n8n-workflow';
import { type Client, createClient, type Transport } from '../../core.ts';
import { createPatientTransport } from './patient-transport.ts';
import { createTransport, credentialName } from './transport.ts';

async function connectOver(context: IAllExecuteFunctions, transport: Transport): Promise<Client> {
	const { baseUrl } = await context.getCredentials<{ baseUrl?: string }>(credentialName);
	return createClient({ transport, ...(baseUrl?.trim() && { baseUrl }) });
}

/** A client for the editor, where a person waits for the answer: nothing is tried twice. */
export function connect(context: IAllExecuteFunctions): Promise<Client> {
	return connectOver(context, createTransport(context));
}

/** A client for executions and activations: it waits as the service asks, unless the user stops the execution. */
export function connectPatiently(context: IAllExecuteFunctions): Promise<Client> {
	const signal =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const isCancelled = () => signal?.aborted === true;
	return connectOver(context, createPatientTransport(createTransport(context), isCancelled));
}
