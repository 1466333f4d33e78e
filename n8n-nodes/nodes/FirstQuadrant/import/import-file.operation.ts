import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodePropertyOptions,
	NodeOperationError,
	sleep,
} from 'n8n-workflow';
import { beginFile, type Client, type FileRun, fileRun, type Import } from '../../../core.ts';
import { connectPatiently } from '../../connection/connect.ts';
import { eachItem } from '../../failures/each-item.ts';
import { fileSourceParameters, giveFile } from './file-source.ts';
import { importOutput } from './import-output.ts';
import { uploadTarget, uploadTargetParameters } from './upload-target.ts';

export const importFile: INodePropertyOptions = {
	name: 'Import File',
	value: 'importFile',
	action: 'Import a file',
	description:
		'Import the contacts of a CSV or Excel file. Contacts with the same email are updated. The same file again is not imported twice.',
};

const show = { resource: ['import'], operation: ['importFile'] };

export const importFileParameters: INodeProperties[] = [
	...uploadTargetParameters,
	...fileSourceParameters,
	{
		displayName: 'Wait Until Finished',
		name: 'wait',
		type: 'boolean',
		default: true,
		displayOptions: { show },
		description: 'Whether to go on only when the file is worked through, with the final counts',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show },
		options: [
			{
				displayName: 'Encoding',
				name: 'encoding',
				type: 'string',
				default: '',
				placeholder: 'e.g. windows-1252',
				description: 'Found by itself where it is left empty',
			},
			{
				displayName: 'Minutes to Wait',
				name: 'minutes',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 60,
				description: 'After how long a file that is not finished is answered for as it is then',
			},
			{
				displayName: 'Sheet',
				name: 'sheet',
				type: 'string',
				default: '',
				description: 'The name of a workbook’s sheet; the first one with contacts if left empty',
			},
		],
	},
];

/** How long to wait between two looks: short at first, so that a small file is answered for soon. */
const pauseMs = (looks: number) => Math.min(500 * 2 ** looks, 10_000);

const isOver = ({ target, run }: FileRun) => run.endedAt !== null || target.status !== 'running';

/** Looks until the file is worked through, the time is over, or the user stops the execution. */
async function waitForEnd(
	context: IExecuteFunctions,
	client: Client,
	begun: FileRun,
	minutes: number,
): Promise<FileRun> {
	const signal = context.getExecutionCancelSignal();
	const until = Date.now() + minutes * 60_000;
	let now = begun;
	for (let looks = 0; !isOver(now) && !signal?.aborted && Date.now() < until; looks += 1) {
		await sleep(pauseMs(looks));
		now = (await fileRun(client, now.target.id, ({ id }) => id === begun.run.id)) ?? now;
		const { recordsDone, percent } = now.run;
		const share = percent === null ? '' : ` (${percent} %)`;
		context.sendMessageToUI(`${now.target.name}: ${recordsDone} rows${share}`);
	}
	return now;
}

async function begin(
	context: IExecuteFunctions,
	client: Client,
	target: Import,
	fileId: string,
	itemIndex: number,
): Promise<FileRun> {
	const begun = await beginFile(client, target, fileId);
	const failure = (message: string, description: string) =>
		new NodeOperationError(context.getNode(), `${message} [item ${itemIndex}]`, {
			itemIndex,
			description,
		});
	switch (begun.kind) {
		case 'begun':
			return begun;
		case 'missingColumns':
			throw failure(
				'No column of the file looks like an email address',
				`Its columns are: ${begun.columns.join(', ') || 'none'}. Name one of them Email, or choose the columns of the import "${target.name}" in FirstQuadrant`,
			);
		case 'notBegun':
			throw failure(
				`The import "${target.name}" has the file and did not begin with it`,
				'Look at the import in FirstQuadrant',
			);
	}
}

/** Imports the file of each item, and answers with how far it came. A file that failed is its item's error. */
export async function importFiles(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const client = await connectPatiently(this);
	return eachItem(this, async (itemIndex) => {
		const target = await uploadTarget(this, client, itemIndex);
		const fileId = await giveFile(this, client, target.id, itemIndex);
		const begun = await begin(this, client, target, fileId, itemIndex);
		const waits = this.getNodeParameter('wait', itemIndex, true) === true;
		const minutes = Number(this.getNodeParameter('options.minutes', itemIndex, 60));
		const { target: now, run } = waits ? await waitForEnd(this, client, begun, minutes) : begun;
		if (run.status === 'failed') {
			throw new NodeOperationError(
				this.getNode(),
				`The file could not be worked through [item ${itemIndex}]`,
				{ itemIndex, description: run.error ?? 'Look at the import in FirstQuadrant' },
			);
		}
		return { isFinished: run.status === 'finished', run, import: importOutput(now, true) };
	});
}
