import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { errorItem } from './error-item.ts';
import { nodeError } from './node-error.ts';

/**
 * Does an operation for one item after the other. What an item answers with is paired with it; what fails is that
 * item's error, which ends the run unless the node continues on fail.
 */
export async function eachItem(
	context: IExecuteFunctions,
	operation: (itemIndex: number) => Promise<object | object[]>,
): Promise<INodeExecutionData[]> {
	const output: INodeExecutionData[] = [];
	for (const itemIndex of context.getInputData().keys()) {
		try {
			const answer = await operation(itemIndex);
			const answers = Array.isArray(answer) ? answer : [answer];
			for (const json of answers) {
				output.push({ json: { ...json }, pairedItem: { item: itemIndex } });
			}
		} catch (error) {
			const failure = nodeError(context.getNode(), error, itemIndex);
			if (!context.continueOnFail()) throw failure;
			output.push(errorItem(failure, itemIndex));
		}
	}
	return output;
}
