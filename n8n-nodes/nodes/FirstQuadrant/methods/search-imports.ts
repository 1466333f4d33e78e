import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { maxPageSize } from '../../../core.ts';
import { connect } from '../../connection/connect.ts';
import { nodeError } from '../../failures/node-error.ts';
import { defaultImport } from '../import-locator.ts';

const defaultChoice = {
	name: `Default (an Import Named “${defaultImport.name}”)`,
	value: 'default',
};

/** A page of the organization's imports, newest first; where contacts go, the default one comes before all. */
export async function searchImports(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	try {
		const client = await connect(this);
		const isForFile = this.getCurrentNodeParameter('operation') === 'importFile';
		const imports = await client.imports.list({
			limit: maxPageSize,
			...(isForFile && { filters: { 'method.equals': 'upload' } }),
			...(filter?.trim() && { query: filter.trim() }),
			...(paginationToken && { startingAfter: paginationToken }),
		});
		const takesDefault = this.getCurrentNodeParameter('resource') === 'contact';
		const last = imports.length === maxPageSize ? imports.at(-1) : undefined;
		return {
			results: [
				...(takesDefault && !filter && !paginationToken ? [defaultChoice] : []),
				...imports.map(({ id, name, status }) => ({ name: `${name} (${status})`, value: id })),
			],
			...(last && { paginationToken: last.id }),
		};
	} catch (error) {
		throw nodeError(this.getNode(), error);
	}
}
