import { type Db, statement } from "../db/db.ts";

// Links, sessions and what apps were allowed go with them.
const deletePerson = statement(
  "delete-person",
  "delete from people where organization_id = $1 and id = $2 returning id",
);

/** Removes a person, who is signed out everywhere by it. Answers whether there was one. */
export const removePerson = async (db: Db, organizationId: string, id: string): Promise<boolean> =>
  (await db.query(deletePerson, [organizationId, id])).length > 0;
