import { createHash, randomUUID } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Names one write of one execution. When n8n runs the node again because of "Retry On Fail", a batch that has not
 * changed keeps its name, and gets its first answer again instead of being counted twice.
 *
 * @param name Tells the writes of one run apart.
 */
export function idempotencyKey(context: IExecuteFunctions, name: string, content: unknown): string {
	const { $runIndex } = context.getWorkflowDataProxy(0);
	const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
	const execution = context.getExecutionId() || randomUUID();
	return ['n8n', execution, context.getNode().id, $runIndex, name, digest].join('-');
}
