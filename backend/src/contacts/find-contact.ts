import type { Contact } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { AppError, notFound } from "../errors.ts";
import type { ListedContact } from "./contact-list.ts";
import { type CompanyRecord, type ContactRecord, toContact } from "./contact-record.ts";
import { findSurvivorId } from "./merged-contacts.ts";

const findById = statement(
  "find-contact",
  `select t.*, case when c.id is not null then to_jsonb(c) end as company
   from contacts t left join companies c on c.organization_id = t.organization_id and c.id = t.company_id
   where t.organization_id = $1 and t.id = $2`,
);

const lockById = statement(
  "lock-contact",
  `select id, email, fields, custom_properties, company_id, created_at, updated_at from contacts
   where organization_id = $1 and id = $2 for no key update`,
);

/** A listed contact as it is answered. */
export function fromListed(listed: ListedContact): Contact {
  const company: CompanyRecord | null =
    listed.company === null
      ? null
      : {
          ...listed.company,
          created_at: new Date(listed.company.created_at),
          updated_at: new Date(listed.company.updated_at),
        };
  return toContact(listed, company);
}

/** The contact of this id, or the one that it was merged into. @throws AppError `not_found` */
export async function getContact(db: Db, organizationId: string, id: string): Promise<Contact> {
  const [listed] = await db.query<ListedContact>(findById, [organizationId, id]);
  if (listed !== undefined) return fromListed(listed);
  const survivorId = await findSurvivorId(db, organizationId, id);
  const [survivor] = survivorId === null ? [] : await db.query<ListedContact>(findById, [organizationId, survivorId]);
  if (survivor === undefined) throw notFound("contact", id);
  return fromListed(survivor);
}

/**
 * The contact of this id, or the one that it was merged into, and nobody else changes it until the transaction ends.
 *
 * @throws AppError `not_found`
 */
export async function lockContact(tx: Db, organizationId: string, id: string): Promise<ContactRecord> {
  const [record] = await tx.query<ContactRecord>(lockById, [organizationId, id]);
  if (record !== undefined) return record;
  const survivorId = await findSurvivorId(tx, organizationId, id);
  const [survivor] = survivorId === null ? [] : await tx.query<ContactRecord>(lockById, [organizationId, survivorId]);
  if (survivor === undefined) throw notFound("contact", id);
  return survivor;
}

/**
 * What to say of a contact of this id that is not there and was to be removed. One that was merged lives on as a part of
 * another, which nobody named: it is not removed by the way, and to say that there is none would be wrong.
 */
export async function nothingToRemove(tx: Db, organizationId: string, id: string): Promise<AppError> {
  const survivorId = await findSurvivorId(tx, organizationId, id);
  if (survivorId === null) return notFound("contact", id);
  return new AppError(
    "contact_merged",
    `The contact ${id} was merged into ${survivorId}, and is a part of it. Nothing was removed.`,
    `To remove both, ask for ${survivorId}.`,
    { details: [{ field: "id", message: `was merged into ${survivorId}` }] },
  );
}
