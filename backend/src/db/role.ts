import { type Db, statement } from "./db.ts";
import { acrossOrganizations } from "./reach.ts";

const findOwn = statement(
  "find-own-role",
  `select rolsuper or rolbypassrls as "passesPolicies" from pg_roles where rolname = current_user`,
);

/** Whether row-level security binds the role that the database was opened as; a superuser it does not. */
export async function isBoundByPolicies(db: Db): Promise<boolean> {
  const find = () => db.query<{ passesPolicies: boolean }>(findOwn);
  const [own] = await acrossOrganizations("a role is nobody's", find);
  return own?.passesPolicies === false;
}
