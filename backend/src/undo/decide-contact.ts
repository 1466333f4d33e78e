import { isDeepStrictEqual } from "node:util";
import type { UndoKeptReason } from "@firstquadrant/core-client";
import type { ContactRecord } from "../contacts/contact-record.ts";
import { type FieldChange, putBack, withPutBack } from "./put-back.ts";
import { contactLeftBy, type Snapshot, timeLeftBy, type UndoneRow } from "./undone-row.ts";

/** What is known of a contact beside the rows that are taken back. */
export interface ContactSurroundings {
  /** Whether another import, or another run, received it too. */
  isUsedElsewhere: boolean;
  /** When rows of it were taken back before, in milliseconds: these changes are no touch. */
  undoneAt: ReadonlySet<number>;
  /** Which of its former companies are still there. */
  companies: ReadonlySet<string>;
}

/** What becomes of a contact when rows are taken back. */
export type ContactUndo =
  | { kind: "remove" }
  | { kind: "keep"; reason: UndoKeptReason }
  | { kind: "restore"; next: ContactRecord | null; restored: number; kept: string[] };

const properties = "customProperties.";

function presentValue(contact: Snapshot, name: string) {
  if (name === "company") return contact.companyId;
  const [values, key] = name.startsWith(properties)
    ? [contact.properties, name.slice(properties.length)]
    : [contact.fields, name];
  return Object.hasOwn(values, key) ? (values[key] ?? null) : null;
}

const snapshotOf = (contact: ContactRecord): Snapshot => ({
  email: contact.email,
  fields: contact.fields,
  properties: contact.custom_properties,
  companyId: contact.company_id,
});

function changesOf(row: UndoneRow): FieldChange[] {
  const left = contactLeftBy(row);
  const { previous } = row;
  if (left === null || previous === null) return [];
  return row.changed
    .filter((name) => name !== "email" && !name.startsWith("company."))
    .map((name) => ({
      name,
      before: name === "company" ? previous.companyId : (previous.values[name] ?? null),
      after: presentValue(left, name),
    }));
}

/** Why a contact that the rows created must stay; null when nobody but them had a part in it. */
function reasonToKeep(
  present: ContactRecord,
  rows: readonly UndoneRow[],
  { isUsedElsewhere, undoneAt }: ContactSurroundings,
): UndoKeptReason | null {
  if (isUsedElsewhere) return "usedElsewhere";
  const time = present.updated_at.getTime();
  const isWriteOfOurs = undoneAt.has(time) || rows.some((row) => timeLeftBy(row) === time);
  const [newest] = rows;
  const left = newest === undefined ? null : contactLeftBy(newest);
  return isWriteOfOurs && isDeepStrictEqual(snapshotOf(present), left) ? null : "changedSince";
}

/**
 * Decides what becomes of a contact when rows are taken back: one that they created is removed, unless anybody else
 * touched it; fields that they changed are put back, unless they were changed since.
 *
 * @param rows The newest first.
 */
export function decideContact(
  present: ContactRecord,
  rows: readonly UndoneRow[],
  surroundings: ContactSurroundings,
  now: Date,
): ContactUndo {
  if (rows.some(({ outcome }) => outcome === "created")) {
    const reason = reasonToKeep(present, rows, surroundings);
    return reason === null ? { kind: "remove" } : { kind: "keep", reason };
  }
  const before = snapshotOf(present);
  const { restored, kept } = putBack(rows.flatMap(changesOf), (name) => presentValue(before, name));
  const company = restored.get("company");
  if (typeof company === "string" && !surroundings.companies.has(company)) {
    restored.delete("company");
    kept.push("company");
  }
  if (restored.size === 0) return { kind: "restore", next: null, restored: 0, kept };
  const own = [...restored].filter(([name]) => name !== "company" && !name.startsWith(properties));
  const further = [...restored].flatMap(([name, value]): [string, typeof value][] =>
    name.startsWith(properties) ? [[name.slice(properties.length), value]] : [],
  );
  const next: ContactRecord = {
    ...present,
    fields: withPutBack(present.fields, own),
    custom_properties: withPutBack(present.custom_properties, further),
    company_id: restored.has("company") ? (typeof company === "string" ? company : null) : present.company_id,
    updated_at: now,
  };
  return { kind: "restore", next, restored: restored.size, kept };
}
