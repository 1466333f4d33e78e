import type { IWebhookFunctions } from 'n8n-workflow';

/** How many events are remembered: more than a service sends again at once after it was not heard. */
const mostRemembered = 500;

/**
 * Notes an event that arrived. n8n keeps the notes with the workflow, as long as it is active.
 *
 * @returns Whether it is new; a delivery is repeated when its answer was lost.
 */
export function isNewEvent(context: IWebhookFunctions, id: string): boolean {
	const data = context.getWorkflowStaticData('node');
	const seen: unknown = data.seenEvents;
	const known = Array.isArray(seen) ? seen.map(String) : [];
	if (known.includes(id)) return false;
	data.seenEvents = [...known, id].slice(-mostRemembered);
	return true;
}
