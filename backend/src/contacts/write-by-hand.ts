import type { Contact } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { AppError, notFound } from "../errors.ts";
import { recordEvent } from "../events/record-event.ts";
import { findCustomFieldsByKey } from "../fields/custom-field.ts";
import type { Candidate } from "../intake/candidate.ts";
import { decide } from "../intake/decide.ts";
import { normaliseRecord } from "../intake/normalise-record.ts";
import { readLedger } from "../intake/read-state.ts";
import { sanitise } from "../intake/sanitise.ts";
import { toRecord } from "../intake/to-record.ts";
import { readyToWrite } from "../intake/write-batch.ts";
import { type ContactRecord, toContact } from "./contact-record.ts";
import { lockContact, nothingToRemove } from "./find-contact.ts";
import { forgetMerged } from "./merged-contacts.ts";

const deleteById = statement(
  "delete-contact",
  "delete from contacts where organization_id = $1 and id = $2 returning id",
);

/** Values that an import would leave out with a warning are errors here: a person is there to correct them. */
function check(candidate: Candidate): asserts candidate is Candidate & { email: string } {
  const details = [...candidate.errors, ...candidate.warnings.filter(({ message }) => message.startsWith("was left"))];
  if (candidate.email !== null && details.length === 0) return;
  throw new AppError(
    "validation_error",
    `The contact cannot be stored: ${details.map(({ field, message }) => `${field} ${message}`).join("; ")}.`,
    "Correct the named fields and send it again.",
    { details },
  );
}

async function read(tx: Db, organizationId: string, body: Record<string, unknown>, email: string | undefined) {
  const { clear, ...contact } = body;
  const record = toRecord(sanitise({ contact: { ...contact, email }, clear }), null);
  if (record === null) throw new AppError("validation_error", "The body is no object.", "Send the contact's fields.");
  const candidate = normaliseRecord(record, {
    defaultCountry: null,
    unknownFields: "warn",
    customFields: await findCustomFieldsByKey(tx, organizationId),
  });
  check(candidate);
  return candidate;
}

const byHand = { onConflict: "upsert", fieldPolicies: { tags: "overwrite" } } as const;

const nothingElse = { rows: [], counts: new Map(), held: [], heldIdsTaken: [], apps: new Map() };

const taken = ({ id, email }: ContactRecord): AppError =>
  new AppError(
    "already_exists",
    `There is a contact with the address ${email} already.`,
    `Change that one: PATCH /contacts/${id}.`,
    { details: [{ field: "email", message: "is taken" }] },
  );

/** Adds a contact by hand: it belongs to no import, and counts as explicitly added. @throws AppError */
export async function addContact(
  tx: Db,
  organizationId: string,
  body: Record<string, unknown>,
  now: Date,
): Promise<Contact> {
  const candidate = await read(tx, organizationId, body, typeof body.email === "string" ? body.email : undefined);
  const ledger = await readLedger(tx, organizationId, [candidate]);
  const present = ledger.contacts.get(candidate.email);
  if (present !== undefined) throw taken(present);
  const decision = decide(ledger, candidate, byHand, now);
  check(candidate);
  if (decision.contact === null) throw notFound("contact", candidate.email);
  await readyToWrite(organizationId, { ...nothingElse, ledger }, new Map(), now)(tx);
  const contact = toContact(decision.contact, decision.company);
  const data = { contact, import: null, outcome: "created", changed: decision.changed } as const;
  await recordEvent(
    tx,
    organizationId,
    { type: "contact.imported", data, importId: null, status: null, app: null },
    now,
  );
  return contact;
}

/** Changes the fields that are given, and erases those that `clear` names. @throws AppError */
export async function changeContact(
  tx: Db,
  organizationId: string,
  id: string,
  body: Record<string, unknown>,
  now: Date,
): Promise<Contact> {
  const present = await lockContact(tx, organizationId, id);
  const { email: given, ...rest } = body;
  const wanted = await read(
    tx,
    organizationId,
    rest,
    typeof given === "string" && given !== "" ? given : present.email,
  );
  const candidate = { ...wanted, email: present.email };
  const ledger = await readLedger(tx, organizationId, [candidate, wanted]);
  const other = ledger.contacts.get(wanted.email);
  if (other !== undefined && other.id !== present.id) throw taken(other);
  const decision = decide(ledger, candidate, byHand, now);
  check(candidate);
  const decided = decision.contact ?? present;
  const next = wanted.email === present.email ? decided : { ...decided, email: wanted.email, updated_at: now };
  if (next !== present) ledger.changedContacts.set(present.id, next);
  await readyToWrite(organizationId, { ...nothingElse, ledger }, new Map(), now)(tx);
  return toContact(next, decision.company);
}

/** @throws AppError `not_found`, or `contact_merged` for one that is a part of another. */
export async function deleteContact(tx: Db, organizationId: string, id: string): Promise<void> {
  const deleted = await tx.query(deleteById, [organizationId, id]);
  if (deleted.length === 0) throw await nothingToRemove(tx, organizationId, id);
  await forgetMerged(tx, organizationId, id);
}
