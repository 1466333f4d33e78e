import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { type Event, verifyWebhook } from '../../core.ts';
import { readRegistration } from './registration.ts';
import { isNewEvent } from './seen-events.ts';

type Received = { event: Event } | { refusal: string };

function readEvent(context: IWebhookFunctions): Received {
	const registration = readRegistration(context);
	if (registration === null) return { refusal: 'this workflow has no subscription' };
	const { rawBody } = context.getRequestObject();
	const headers = context.getHeaderData();
	try {
		return { event: verifyWebhook({ body: rawBody, headers, secret: registration.secret }) };
	} catch (error) {
		return { refusal: error instanceof Error ? error.message : String(error) };
	}
}

/** Takes an event in whose signature is right, once; any other request gets 401 and starts nothing. */
export function receiveEvent(context: IWebhookFunctions): IWebhookResponseData {
	const received = readEvent(context);
	if ('refusal' in received) {
		context.logger.warn(`A request to the FirstQuadrant Trigger was refused: ${received.refusal}`);
		const message = 'The signature is not right.';
		context.getResponseObject().status(401).json({ message });
		return { noWebhookResponse: true };
	}
	const webhookResponse = { received: true };
	if (!isNewEvent(context, received.event.id)) return { webhookResponse };
	return {
		workflowData: [context.helpers.returnJsonArray({ ...received.event })],
		webhookResponse,
	};
}
