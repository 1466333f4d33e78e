/** What a person may do: an admin everything, the other look at everything and change nothing. */
export const roles = ["admin", "readOnly"] as const;

export type Role = (typeof roles)[number];

/** Somebody who signs in. */
export interface Person {
  id: string;
  name: string;
  /** Null for the person of the first start, whose address nobody has told yet. */
  email: string | null;
  role: Role;
  organization: { id: string; name: string };
}

/** A person as the database keeps it, with the organization's name beside. */
export interface PersonRecord {
  organization_id: string;
  organization_name: string;
  id: string;
  name: string;
  email: string | null;
  role: Role;
}

/** The columns of the record, of people that are called `p` and organizations that are called `o`. */
export const personColumns = `p.organization_id, o.name as organization_name, p.id, p.name, p.email, p.role`;

export const toPerson = (record: PersonRecord): Person => ({
  id: record.id,
  name: record.name,
  email: record.email,
  role: record.role,
  organization: { id: record.organization_id, name: record.organization_name },
});
