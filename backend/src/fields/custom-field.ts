import type { CustomFieldType } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";

/** A property that an organization defined for its contacts. */
export interface CustomField {
  id: string;
  key: string;
  label: string;
  type: CustomFieldType;
  choices: string[] | null;
}

const findFields = statement(
  "find-custom-fields",
  "select id, key, label, type, choices from custom_fields where organization_id = $1 order by id",
);

/** Every property that the organization defined, in the order of their making. */
export const findCustomFields = (db: Db, organizationId: string): Promise<CustomField[]> =>
  db.query<CustomField>(findFields, [organizationId]);

/** The same, by their keys, as records are read with them. */
export const findCustomFieldsByKey = async (
  db: Db,
  organizationId: string,
): Promise<ReadonlyMap<string, CustomField>> =>
  new Map((await findCustomFields(db, organizationId)).map((field) => [field.key, field]));
