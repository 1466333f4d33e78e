import { standardFields } from '../../core.ts';

const labels: ReadonlyMap<string, string> = new Map(
	standardFields.map(({ key, label }) => [key, label]),
);

/** What a person calls a field that the API names, for instance `contact.email`; an unknown name stays as it is. */
export function fieldLabel(name: string): string {
	const key = name.replace(/^contact\./, '');
	return labels.get(key) ?? key.replace(/^customProperties\./, '');
}
