import { type IHookFunctions, NodeOperationError } from 'n8n-workflow';
import {
	type EventType,
	eventTypes,
	importStatuses,
	type ImportStatus,
	type Subscription,
	type SubscriptionInput,
} from '../../core.ts';

const isEventType = (value: unknown): value is EventType =>
	typeof value === 'string' && Object.hasOwn(eventTypes, value);

const isStatus = (value: string): value is ImportStatus =>
	importStatuses.some((status) => status === value);

const readList = (context: IHookFunctions, name: string): string[] => {
	const value = context.getNodeParameter(name, []);
	return Array.isArray(value) ? value.map(String) : [];
};

/** The subscription that the node needs, as its parameters and its address say. */
export function wantedSubscription(context: IHookFunctions): SubscriptionInput {
	const targetUrl = context.getNodeWebhookUrl('default');
	const event = context.getNodeParameter('event');
	if (targetUrl === undefined || !isEventType(event)) {
		throw new NodeOperationError(context.getNode(), 'The trigger has no address or no event', {
			description: 'Choose an event, save the workflow and try again',
		});
	}
	const importIds = readList(context, 'imports');
	// What is hidden in the editor keeps what was chosen for another event.
	const statuses =
		event === 'import.status_changed' ? readList(context, 'statuses').filter(isStatus) : [];
	return {
		targetUrl,
		eventTypes: [event],
		filter: {
			...(importIds.length > 0 && { importIds }),
			...(statuses.length > 0 && { statuses }),
		},
		description: `n8n: ${context.getWorkflow().name ?? context.getNode().name}`.slice(0, 200),
	};
}

const sorted = (values: readonly string[] = []) => [...values].sort().join();

/** Whether a subscription still delivers exactly what is wanted, to where it is wanted. */
export function isAsWanted(present: Subscription, wanted: SubscriptionInput): boolean {
	return (
		present.status === 'active' &&
		present.targetUrl === wanted.targetUrl &&
		sorted(present.eventTypes) === sorted(wanted.eventTypes) &&
		sorted(present.filter.importIds) === sorted(wanted.filter?.importIds) &&
		sorted(present.filter.statuses) === sorted(wanted.filter?.statuses)
	);
}
