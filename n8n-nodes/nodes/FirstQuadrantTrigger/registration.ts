import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

/** The subscription that this node made. n8n keeps it with the workflow, and it is in no output. */
export interface Registration {
	subscriptionId: string;
	secret: string;
}

type Context = IHookFunctions | IWebhookFunctions;

/** What the node remembers; null when it has made no subscription. */
export function readRegistration(context: Context): Registration | null {
	const { subscriptionId, secret } = context.getWorkflowStaticData('node');
	if (typeof subscriptionId !== 'string' || typeof secret !== 'string') return null;
	return { subscriptionId, secret };
}

export function keepRegistration(context: Context, registration: Registration): void {
	Object.assign(context.getWorkflowStaticData('node'), registration);
}

export function forgetRegistration(context: Context): void {
	const data = context.getWorkflowStaticData('node');
	delete data.subscriptionId;
	delete data.secret;
}
