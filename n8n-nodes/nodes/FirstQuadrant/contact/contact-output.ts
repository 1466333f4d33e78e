import type { Contact } from '../../../core.ts';

/** What most workflows go on with, of a contact. */
const simple = ({ id, email, name, firstName, lastName, phone, ...contact }: Contact) => ({
	id,
	email,
	name: name ?? null,
	firstName: firstName ?? null,
	lastName: lastName ?? null,
	phone: phone ?? null,
	employmentTitle: contact.employmentTitle ?? null,
	companyName: contact.company?.name ?? null,
	companyDomain: contact.company?.domain ?? null,
	updatedAt: contact.updatedAt,
});

export const contactOutput = (contact: Contact, isSimple: boolean) =>
	isSimple ? simple(contact) : { ...contact };
