import { type Db, statement } from "../db/db.ts";
import { newId } from "../ids.ts";
import type { Role } from "./person.ts";

const insertPerson = statement(
  "insert-person",
  `insert into people (organization_id, id, name, email, role, created_at) values ($1, $2, $3, $4, $5, $6)
   on conflict (organization_id, email) do update set name = excluded.name, role = excluded.role
   returning id`,
);

export interface PersonInput {
  name: string;
  email: string | null;
  role: Role;
}

/** Adds a person, and answers with the id. Whoever has the email address already is that person: name and role change. */
export async function addPerson(db: Db, organizationId: string, input: PersonInput, now: Date): Promise<string> {
  const email = input.email?.trim().toLowerCase() ?? null;
  const [added] = await db.query<{ id: string }>(insertPerson, [
    organizationId,
    newId("per"),
    input.name,
    email,
    input.role,
    now.toISOString(),
  ]);
  if (added === undefined) throw new Error("A person was inserted and not returned.");
  return added.id;
}
