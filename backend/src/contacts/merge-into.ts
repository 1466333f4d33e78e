import type { Contact } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { AppError, notFound } from "../errors.ts";
import type { ContactRecord } from "./contact-record.ts";
import { getContact } from "./find-contact.ts";
import { mergeContacts } from "./merge-contacts.ts";
import { findSurvivorId } from "./merged-contacts.ts";

const lockBoth = statement(
  "lock-contacts-to-merge",
  `select id, email, fields, custom_properties, company_id, created_at, updated_at from contacts
   where organization_id = $1 and id = any($2::text[]) order by email for update`,
);

// What was merged into the one that goes leads to the survivor from here on.
const write = statement(
  "merge-contacts",
  `with survivor as (
    update contacts set fields = $5::jsonb, custom_properties = $6::jsonb, company_id = $7, updated_at = $8::timestamptz
    where organization_id = $1 and id = $3
  ), gone as (
    delete from contacts where organization_id = $1 and id = $2
  ), earlier as (
    update merged_contacts set into_id = $3 where organization_id = $1 and into_id = $2
  ), noted as (
    insert into merged_contacts (organization_id, id, email, into_id, merged_at)
    values ($1, $2, $4, $3, $8::timestamptz)
  )
  update import_rows set contact_id = $3 where organization_id = $1 and contact_id = $2`,
);

const sameContact = () =>
  new AppError("validation_error", "A contact cannot be merged into itself.", "Name another contact in `into`.", {
    details: [{ field: "into", message: "is the contact itself" }],
  });

/**
 * Merges a contact into another, which survives: its rows, its address and its id lead to that one from then on. Done
 * before, it answers with the survivor again.
 *
 * @throws AppError `not_found`, or `validation_error` for a single contact.
 */
export async function mergeInto(tx: Db, organizationId: string, id: string, into: string, now: Date): Promise<Contact> {
  if (id === into) throw sameContact();
  const both = await tx.query<ContactRecord>(lockBoth, [organizationId, [id, into]]);
  const survivor = both.find((contact) => contact.id === into);
  const merged = both.find((contact) => contact.id === id);
  if (survivor === undefined) throw notFound("contact", into);
  if (merged === undefined) {
    if ((await findSurvivorId(tx, organizationId, id)) === into) return getContact(tx, organizationId, into);
    throw notFound("contact", id);
  }
  const next = mergeContacts(survivor, merged, now);
  await tx.query(write, [
    organizationId,
    id,
    into,
    merged.email,
    JSON.stringify(next.fields),
    JSON.stringify(next.custom_properties),
    next.company_id,
    now.toISOString(),
  ]);
  return getContact(tx, organizationId, into);
}
