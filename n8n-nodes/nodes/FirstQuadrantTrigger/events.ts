import { type EventType, eventTypes } from '../../core.ts';

/** What a workflow can start on. That a subscription was disabled is told to nobody who has it no more. */
const offered = [
	'contact.imported',
	'contact.rejected',
	'contact.unqualified',
	'import.run_finished',
	'import.status_changed',
] as const satisfies readonly EventType[];

export const events = offered.map((value) => ({
	name: eventTypes[value].label,
	value,
	description: eventTypes[value].description.replace(/\.$/, ''),
}));
