import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** The parameter that offers a short form of a long answer, for the operations that `show` names. */
export const simplifyParameter = (show: Record<string, string[]>): INodeProperties => ({
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	displayOptions: { show },
	description: 'Whether to return a simplified version of the response instead of the raw data',
});

export const wantsSimple = (context: IExecuteFunctions, itemIndex: number): boolean =>
	context.getNodeParameter('simplify', itemIndex, true) === true;
