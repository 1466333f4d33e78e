import { type IHookFunctions, NodeOperationError } from 'n8n-workflow';
import {
	type EventOutcome,
	eventOutcomes,
	type EventType,
	eventTypes,
	importStatuses,
	type ImportStatus,
	type Subscription,
	type SubscriptionFilter,
	type SubscriptionInput,
} from '../../core.ts';

const isEventType = (value: unknown): value is EventType =>
	typeof value === 'string' && Object.hasOwn(eventTypes, value);

const isStatus = (value: string): value is ImportStatus =>
	importStatuses.some((status) => status === value);

const isOutcome = (value: string): value is EventOutcome =>
	eventOutcomes.some((outcome) => outcome === value);

const readList = (context: IHookFunctions, name: string): string[] => {
	const value = context.getNodeParameter(name, []);
	return Array.isArray(value) ? value.map(String) : [];
};

/** What is hidden in the editor keeps what was chosen for another event: only what belongs to the event is read. */
function filterOf(context: IHookFunctions, event: EventType): SubscriptionFilter {
	const listFor = (wanted: EventType, name: string) =>
		event === wanted ? readList(context, name) : [];
	const importIds = readList(context, 'imports');
	const statuses = listFor('import.status_changed', 'statuses').filter(isStatus);
	const changedFields = listFor('contact.imported', 'changedFields');
	const outcomes = [
		...listFor('contact.imported', 'contactOutcomes'),
		...listFor('import.run_finished', 'runOutcomes'),
	].filter(isOutcome);
	return {
		...(importIds.length > 0 && { importIds }),
		...(statuses.length > 0 && { statuses }),
		...(outcomes.length > 0 && { outcomes }),
		...(changedFields.length > 0 && { changedFields }),
	};
}

/** The subscription that the node needs, as its parameters and its address say. */
export function wantedSubscription(context: IHookFunctions): SubscriptionInput {
	const targetUrl = context.getNodeWebhookUrl('default');
	const event = context.getNodeParameter('event');
	if (targetUrl === undefined || !isEventType(event)) {
		throw new NodeOperationError(context.getNode(), 'The trigger has no address or no event', {
			description: 'Choose an event, save the workflow and try again',
		});
	}
	return {
		targetUrl,
		eventTypes: [event],
		filter: filterOf(context, event),
		description: `n8n: ${context.getWorkflow().name ?? context.getNode().name}`.slice(0, 200),
	};
}

const sorted = (values: readonly string[] = []) => [...values].sort().join();

const narrowings = ['importIds', 'statuses', 'outcomes', 'changedFields'] as const;

/** Whether a subscription still delivers exactly what is wanted, to where it is wanted. */
export function isAsWanted(present: Subscription, wanted: SubscriptionInput): boolean {
	return (
		present.status === 'active' &&
		present.targetUrl === wanted.targetUrl &&
		sorted(present.eventTypes) === sorted(wanted.eventTypes) &&
		narrowings.every((name) => sorted(present.filter[name]) === sorted(wanted.filter?.[name]))
	);
}
