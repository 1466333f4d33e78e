import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { type Contact, maxPageSize } from '../../../core.ts';
import { connect } from '../../connection/connect.ts';
import { nodeError } from '../../failures/node-error.ts';

const toChoice = ({ id, name, email }: Contact) => ({
	name: name ? `${name} (${email})` : email,
	value: id,
});

/** A page of the organization's contacts, newest first. */
export async function searchContacts(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	try {
		const client = await connect(this);
		const contacts = await client.contacts.list({
			limit: maxPageSize,
			...(filter?.trim() && { query: filter.trim() }),
			...(paginationToken && { startingAfter: paginationToken }),
		});
		const last = contacts.length === maxPageSize ? contacts.at(-1) : undefined;
		return { results: contacts.map(toChoice), ...(last && { paginationToken: last.id }) };
	} catch (error) {
		throw nodeError(this.getNode(), error);
	}
}
