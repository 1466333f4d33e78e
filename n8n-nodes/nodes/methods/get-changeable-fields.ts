import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { connect } from '../connection/connect.ts';
import { nodeError } from '../failures/node-error.ts';

/** Every field that can be changed or erased: all but those that a contact is known by. */
export async function getChangeableFields(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	try {
		const client = await connect(this);
		const fields = await client.fields.list();
		return fields
			.filter(({ identifies }) => !identifies)
			.map(({ key, label }) => ({ name: label, value: key }));
	} catch (error) {
		throw nodeError(this.getNode(), error);
	}
}
