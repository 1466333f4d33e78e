import type { ForgetResult } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { notFound } from "../errors.ts";
import { addressPattern } from "./address-pattern.ts";
import { findContactAddresses } from "./contact-addresses.ts";
import { nothingToRemove } from "./find-contact.ts";
import { forgetFiles } from "./forget-files.ts";
import { forgetMerged } from "./merged-contacts.ts";

const lockContact = statement(
  "lock-contact-to-forget",
  "select id from contacts where organization_id = $1 and id = $2 for update",
);

// The row is the event of its contact no longer, and no question asks it again: there is nothing left to be asked.
const clearRows = statement(
  "forget-rows",
  `update import_rows set input = 'null', contact_id = null, contact = null, previous = null, warnings = '[]',
     errors = '[]', answers = null, retold = true, decided_by = 'person'
   where organization_id = $1 and (contact_id = $2
     or concat_ws(' ', input, contact, previous, warnings, errors, answers) ~* $3)
   returning id, run_id`,
);

// What was told of a row before it was mended may spell the address in another way.
const deleteEvents = statement(
  "forget-events",
  `delete from events where organization_id = $1 and type like 'contact.%'
     and (data -> 'contact' ->> 'id' = $2 or data -> 'row' ->> 'id' = any($4::text[]) or data::text ~* $3)
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
  `update deliveries set status = 'cancelled', next_attempt_at = null, claimed_until = null
   where organization_id = $1 and status = 'pending' and event_id = any($2::text[])
   returning id`,
);

const deleteContact = statement("forget-contact", "delete from contacts where organization_id = $1 and id = $2");

/**
 * Removes a contact and all personal data of it: from the log of every import, from events, kept records, stored
 * answers, what is still owed to subscriptions, and files. Rows keep their outcomes, so that counts stay true. A contact
 * that was deleted before is forgotten as well.
 *
 * @param named Files that name it, as far as its rows do not tell.
 * @returns How much that was, and the files whose bytes are to be removed once this is committed.
 * @throws AppError `not_found` when neither the contact nor a row of it is there; `contact_merged` for a part of another; `resource_locked` while a file that
 * names it is worked through.
 */
export async function forgetContact(
  tx: Db,
  organizationId: string,
  id: string,
  named: readonly string[],
  now: Date,
): Promise<{ result: ForgetResult; files: string[] }> {
  await tx.query(lockContact, [organizationId, id]);
  const emails = await findContactAddresses(tx, organizationId, id);
  if (emails.length === 0) throw await nothingToRemove(tx, organizationId, id);

  const pattern = addressPattern(emails);
  const rows = await tx.query<{ id: string; run_id: string | null }>(clearRows, [organizationId, id, pattern]);
  const rowIds = rows.map((row) => `row_${row.id}`);
  const events = await tx.query<{ id: string }>(deleteEvents, [organizationId, id, pattern, rowIds]);
  const told = [...rows, ...events].map((one) => one.id);
  const deliveries = await tx.query(cancelDeliveries, [organizationId, told]);
  const held = await tx.query(deleteHeld, [organizationId, pattern]);
  const keys = await tx.query(deleteAnswers, [organizationId, pattern]);
  const gone = notFound("contact", id).toBody();
  const answers = await tx.query(clearAnswers, [organizationId, id, pattern, gone.status, JSON.stringify(gone)]);
  await tx.query(deleteContact, [organizationId, id]);
  await forgetMerged(tx, organizationId, id);
  const runIds = [...new Set(rows.flatMap(({ run_id }) => run_id ?? []))];
  const files = await forgetFiles(tx, organizationId, { runIds, named }, now);
  const result = {
    rows: rows.length,
    events: events.length,
    records: held.length,
    answers: keys.length + answers.length,
    deliveries: deliveries.length,
    files: files.length,
  };
  return { result, files };
}
