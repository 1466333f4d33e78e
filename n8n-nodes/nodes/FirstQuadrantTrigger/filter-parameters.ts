import type { INodeProperties } from 'n8n-workflow';

const forEvent = (event: string) => ({ show: { event: [event] } });

/** What narrows an event beside its import; left empty, each asks for nothing. */
export const filterParameters: INodeProperties[] = [
	{
		displayName: 'New Statuses',
		name: 'statuses',
		type: 'multiOptions',
		options: [
			{ name: 'Completed', value: 'completed' },
			{ name: 'Running', value: 'running' },
		],
		default: [],
		displayOptions: forEvent('import.status_changed'),
		description: 'Leave empty for every change',
	},
	{
		displayName: 'Created or Updated',
		name: 'contactOutcomes',
		type: 'multiOptions',
		options: [
			{ name: 'Created', value: 'created' },
			{ name: 'Updated', value: 'updated' },
		],
		default: [],
		displayOptions: forEvent('contact.imported'),
		description: 'Leave empty for both',
	},
	{
		displayName: 'Field Names or IDs to Watch',
		name: 'changedFields',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getChangeableFields' },
		default: [],
		displayOptions: forEvent('contact.imported'),
		description:
			'An update counts only when it changed one of these; leave empty for every update. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Finished or Failed',
		name: 'runOutcomes',
		type: 'multiOptions',
		options: [
			{ name: 'Failed', value: 'failed' },
			{ name: 'Finished', value: 'finished' },
		],
		default: [],
		displayOptions: forEvent('import.run_finished'),
		description: 'Leave empty for both',
	},
];
