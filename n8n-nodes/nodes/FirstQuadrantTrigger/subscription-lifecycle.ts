import { randomUUID } from 'node:crypto';
import type { IHookFunctions } from 'n8n-workflow';
import { type Client, isApiError } from '../../core.ts';
import { connectPatiently } from '../connection/connect.ts';
import { nodeError } from '../failures/node-error.ts';
import { forgetRegistration, keepRegistration, readRegistration } from './registration.ts';
import { isAsWanted, wantedSubscription } from './wanted-subscription.ts';

async function withClient<Answer>(
	context: IHookFunctions,
	call: (client: Client) => Promise<Answer>,
): Promise<Answer> {
	try {
		return await call(await connectPatiently(context));
	} catch (error) {
		throw nodeError(context.getNode(), error);
	}
}

/** Only a clear "not found" means that something is gone; any other failure stays one. */
const nullIfGone = <Answer>(answer: Promise<Answer>): Promise<Answer | null> =>
	answer.catch((error: unknown) => {
		if (isApiError(error) && error.status === 404) return null;
		throw error;
	});

/** Whether the subscription that this node made is still there and right. One that no longer fits is removed. */
export async function hasSubscription(context: IHookFunctions): Promise<boolean> {
	const registration = readRegistration(context);
	if (registration === null) return false;
	return withClient(context, async (client) => {
		const { subscriptionId } = registration;
		const present = await nullIfGone(client.subscriptions.get(subscriptionId));
		if (present && isAsWanted(present, wantedSubscription(context))) return true;
		if (present) await nullIfGone(client.subscriptions.delete(subscriptionId));
		forgetRegistration(context);
		return false;
	});
}

/** Makes a subscription of the node's own, and keeps its secret with the workflow. */
export async function createSubscription(context: IHookFunctions): Promise<boolean> {
	return withClient(context, async (client) => {
		const { id, secret } = await client.subscriptions.create(wantedSubscription(context), {
			idempotencyKey: randomUUID(),
		});
		keepRegistration(context, { subscriptionId: id, secret });
		return true;
	});
}

/** Removes the node's own subscription, and no other; one that is gone already is removed as well. */
export async function removeSubscription(context: IHookFunctions): Promise<boolean> {
	const registration = readRegistration(context);
	if (registration === null) return true;
	return withClient(context, async (client) => {
		await nullIfGone(client.subscriptions.delete(registration.subscriptionId));
		forgetRegistration(context);
		return true;
	});
}
