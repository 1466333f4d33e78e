import {
	type IExecuteFunctions,
	type INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import { errorItem } from '../../failures/error-item.ts';

type Failure = NodeApiError | NodeOperationError;
type Result = INodeExecutionData | Failure;

const isFailure = (result: Result): result is Failure =>
	result instanceof NodeApiError || result instanceof NodeOperationError;

/** What became of each item of a run, whatever the order in which it becomes known. */
export interface RunResults {
	set: (itemIndex: number, result: Result) => void;
	/** Ends the run with its first failure, unless the node continues on fail. */
	stopAtFailure: () => void;
	/** The output, in the order of the input. */
	toItems: () => INodeExecutionData[];
}

export function createRunResults(context: IExecuteFunctions): RunResults {
	const count = context.getInputData().length;
	const results = new Map<number, Result>();
	return {
		set: (itemIndex, result) => results.set(itemIndex, result),
		stopAtFailure: () => {
			if (context.continueOnFail()) return;
			const known = [...results.values()];
			const failure = known.find(isFailure);
			if (!failure) return;
			const taken = known.filter((result) => !isFailure(result)).length;
			const note = `${taken} of ${count} items were taken in before the run stopped. Running it again makes no duplicates.`;
			const parts = [failure.description, taken > 0 ? note : null];
			failure.description = parts.filter(Boolean).join(' · ');
			throw failure;
		},
		toItems: () =>
			[...results]
				.toSorted(([one], [other]) => one - other)
				.map(([itemIndex, result]) => (isFailure(result) ? errorItem(result, itemIndex) : result)),
	};
}
