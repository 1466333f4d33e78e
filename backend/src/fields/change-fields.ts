import type { CustomFieldInput } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { AppError } from "../errors.ts";
import { newId } from "../ids.ts";
import type { CustomField } from "./custom-field.ts";

const insertField = statement(
  "insert-custom-field",
  `insert into custom_fields (organization_id, id, key, label, type, choices, created_at)
   values ($1, $2, $3, $4, $5, $6, $7) on conflict (organization_id, key) do nothing
   returning id, key, label, type, choices`,
);

const deleteField = statement(
  "delete-custom-field",
  "delete from custom_fields where organization_id = $1 and id = $2",
);

/** Defines a property of the organization's contacts. @throws AppError `already_exists` */
export async function defineField(
  tx: Db,
  organizationId: string,
  input: CustomFieldInput,
  now: Date,
): Promise<CustomField> {
  const [field] = await tx.query<CustomField>(insertField, [
    organizationId,
    newId("fld"),
    input.key,
    input.label,
    input.type,
    input.choices ?? null,
    now.toISOString(),
  ]);
  if (field === undefined) {
    throw new AppError("already_exists", `There is a field ${input.key} already.`, "Choose another key.", {
      details: [{ field: "key", message: "is taken" }],
    });
  }
  return field;
}

/** Forgets a definition; the contacts keep their values. Deleting one that is gone is success. */
export async function forgetField(tx: Db, organizationId: string, id: string): Promise<void> {
  await tx.query(deleteField, [organizationId, id]);
}
