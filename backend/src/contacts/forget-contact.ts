import type { ForgetResult } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { notFound } from "../errors.ts";
import { addressPattern } from "./address-pattern.ts";
import { findMergedAddresses, forgetMerged } from "./merged-contacts.ts";

const lockContact = statement(
  "lock-contact-to-forget",
  "select email from contacts where organization_id = $1 and id = $2 for update",
);

// Former addresses too, unless they are another contact's by now. A contact that was deleted is known by its rows.
const findAddresses = statement(
  "find-addresses-of-rows",
  `select distinct r.contact ->> 'email' as email from import_rows r
   where r.organization_id = $1 and r.contact_id = $2 and r.contact is not null and not exists (
     select 1 from contacts c
     where c.organization_id = $1 and c.email = r.contact ->> 'email' and c.id <> $2)`,
);

// The row is the event of its contact no longer, and no question asks it again: there is nothing left to be asked.
const clearRows = statement(
  "forget-rows",
  `update import_rows set input = 'null', contact_id = null, contact = null, previous = null, warnings = '[]',
     errors = '[]', answers = null, retold = true, decided_by = 'person'
   where organization_id = $1 and (contact_id = $2
     or concat_ws(' ', input, contact, previous, warnings, errors, answers) ~* $3)
   returning id`,
);

const deleteEvents = statement(
  "forget-events",
  `delete from events where organization_id = $1 and type like 'contact.%'
     and (data -> 'contact' ->> 'id' = $2 or data::text ~* $3)
   returning id`,
);

const deleteHeld = statement(
  "forget-held-records",
  "delete from held_records where organization_id = $1 and record::text ~* $2 returning id",
);

const deleteAnswers = statement(
  "forget-idempotency-keys",
  "delete from idempotency_keys where organization_id = $1 and key ~* $2 returning key",
);

// The key is kept, so that a write that is sent again is not done again.
const clearAnswers = statement(
  "forget-idempotent-answers",
  `update idempotency_keys set status = $4, body = $5::jsonb
   where organization_id = $1 and (strpos(body::text, $2) > 0 or body::text ~* $3)
   returning key`,
);

const cancelDeliveries = statement(
  "cancel-deliveries-of-events",
  `update deliveries set status = 'cancelled', next_attempt_at = null
   where organization_id = $1 and status = 'pending' and event_id = any($2::text[])
   returning id`,
);

const deleteContact = statement("forget-contact", "delete from contacts where organization_id = $1 and id = $2");

/**
 * Removes a contact and all personal data of it: from the log of every import, from events, kept records, stored
 * answers, and what is still owed to subscriptions. Rows keep their outcomes, so that counts stay true. A contact that
 * was deleted before is forgotten as well.
 *
 * @throws AppError `not_found` when neither the contact nor a row of it is there.
 */
export async function forgetContact(tx: Db, organizationId: string, id: string): Promise<ForgetResult> {
  const contacts = await tx.query<{ email: string }>(lockContact, [organizationId, id]);
  const former = await tx.query<{ email: string }>(findAddresses, [organizationId, id]);
  const merged = await findMergedAddresses(tx, organizationId, id);
  const emails = [...new Set([...[...contacts, ...former].map(({ email }) => email), ...merged])];
  if (emails.length === 0) throw notFound("contact", id);

  const pattern = addressPattern(emails);
  const rows = await tx.query<{ id: string }>(clearRows, [organizationId, id, pattern]);
  const events = await tx.query<{ id: string }>(deleteEvents, [organizationId, id, pattern]);
  const told = [...rows, ...events].map((one) => one.id);
  const deliveries = await tx.query(cancelDeliveries, [organizationId, told]);
  const held = await tx.query(deleteHeld, [organizationId, pattern]);
  const keys = await tx.query(deleteAnswers, [organizationId, pattern]);
  const gone = notFound("contact", id).toBody();
  const answers = await tx.query(clearAnswers, [organizationId, id, pattern, gone.status, JSON.stringify(gone)]);
  await tx.query(deleteContact, [organizationId, id]);
  await forgetMerged(tx, organizationId, id);
  return {
    rows: rows.length,
    events: events.length,
    records: held.length,
    answers: keys.length + answers.length,
    deliveries: deliveries.length,
  };
}
