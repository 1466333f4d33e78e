import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { connect } from '../connection/connect.ts';
import { nodeError } from '../failures/node-error.ts';

/** As many as a person finds something in; further ones are named by ID. */
const mostImports = 500;

/** The organization's imports, newest first, to choose several from. */
export async function getImports(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	try {
		const client = await connect(this);
		const options: INodePropertyOptions[] = [];
		for await (const { id, name, status } of client.imports.all()) {
			options.push({ name: `${name} (${status})`, value: id });
			if (options.length === mostImports) break;
		}
		return options;
	} catch (error) {
		throw nodeError(this.getNode(), error);
	}
}
