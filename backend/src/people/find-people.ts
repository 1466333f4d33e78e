import { type Db, statement } from "../db/db.ts";
import { type Person, type PersonRecord, personColumns, toPerson } from "./person.ts";

const ofOrganization = statement(
  "list-people",
  `select ${personColumns} from people p join organizations o on o.id = p.organization_id
   where p.organization_id = $1 order by p.id`,
);

const byId = statement(
  "find-person",
  `select ${personColumns} from people p join organizations o on o.id = p.organization_id
   where p.organization_id = $1 and p.id = $2`,
);

/** Everybody of an organization, who came first before. */
export const listPeople = async (db: Db, organizationId: string): Promise<Person[]> =>
  (await db.query<PersonRecord>(ofOrganization, [organizationId])).map(toPerson);

/** A person; null when there is none of this id. */
export async function findPerson(db: Db, organizationId: string, id: string): Promise<Person | null> {
  const [record] = await db.query<PersonRecord>(byId, [organizationId, id]);
  return record === undefined ? null : toPerson(record);
}
