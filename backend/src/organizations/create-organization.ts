import { type Db, statement } from "../db/db.ts";
import { newId } from "../ids.ts";

const insertOrganization = statement(
  "insert-organization",
  "insert into organizations (id, name, created_at) values ($1, $2, $3)",
);

/** Makes an organization, with nothing in it, and answers with its id. */
export async function createOrganization(db: Db, name: string, now: Date): Promise<string> {
  const id = newId("org");
  await db.query(insertOrganization, [id, name, now.toISOString()]);
  return id;
}
