import { type Db, statement } from "../db/db.ts";

const allOrganizations = statement("list-organizations", "select id, name from organizations order by id");

export interface Organization {
  id: string;
  name: string;
}

/** Every organization, oldest first: for the operator, who alone may see more than one. */
export const listOrganizations = (db: Db): Promise<Organization[]> => db.query<Organization>(allOrganizations);
