import { isDeepStrictEqual } from "node:util";
import type { CompanyRecord } from "../contacts/contact-record.ts";
import { companyNameKey } from "../intake/decide-company.ts";
import { type FieldChange, putBack, withPutBack } from "./put-back.ts";
import { companyLeftBy, type UndoneRow } from "./undone-row.ts";

/** What becomes of a company when rows are taken back. */
export type CompanyUndo =
  | { kind: "remove" }
  | { kind: "keep" }
  | { kind: "restore"; next: CompanyRecord | null; restored: number; kept: string[] };

const prefix = "company.";
const identity = ["domain", "name"];

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);

function changesOf(row: UndoneRow): FieldChange[] {
  const left = companyLeftBy(row);
  const { previous } = row;
  if (left === null || previous === null) return [];
  return row.changed
    .filter((name) => name.startsWith(prefix))
    .map((name) => ({
      name: name.slice(prefix.length),
      before: previous.values[name] ?? null,
      after: left.fields[name.slice(prefix.length)] ?? null,
    }));
}

/** What no two companies share: the domain, and without one the name. */
export const companyKey = (domain: string | null, nameKey: string | null): string =>
  domain === null ? `name ${nameKey}` : `domain ${domain}`;

const keyed = (company: CompanyRecord, fields: CompanyRecord["fields"], now: Date): CompanyRecord => {
  const name = text(fields.name);
  return {
    ...company,
    fields,
    domain: text(fields.domain),
    name_key: name === null ? null : companyNameKey(name),
    updated_at: now,
  };
};

/**
 * Decides what becomes of a company when rows are taken back: one that they created is removed when nobody belongs to
 * it any more and it is as they left it; fields that they changed are put back, unless they were changed since.
 *
 * @param rows The newest first.
 * @param isTaken Whether another company has this key: then the company keeps what it is known by.
 */
export function decideCompany(
  present: CompanyRecord,
  rows: readonly UndoneRow[],
  hasContacts: boolean,
  isTaken: (key: string) => boolean,
  now: Date,
): CompanyUndo {
  if (rows.some(({ previous }) => previous?.changedCompanyId === null)) {
    const [newest] = rows;
    const left = newest === undefined ? null : companyLeftBy(newest);
    const isAsLeft = isDeepStrictEqual(present.fields, left?.fields);
    return { kind: !hasContacts && isAsLeft ? "remove" : "keep" };
  }
  const { restored, kept } = putBack(rows.flatMap(changesOf), (name) => present.fields[name] ?? null);
  const all = keyed(present, withPutBack(present.fields, restored), now);
  const key = companyKey(all.domain, all.name_key);
  const isNameless = all.domain === null && all.name_key === null;
  if (isNameless || (key !== companyKey(present.domain, present.name_key) && isTaken(key))) {
    for (const name of identity) if (restored.delete(name)) kept.push(name);
  }
  const names = kept.map((name) => prefix + name);
  if (restored.size === 0) return { kind: "restore", next: null, restored: 0, kept: names };
  const next = keyed(present, withPutBack(present.fields, restored), now);
  return { kind: "restore", next, restored: restored.size, kept: names };
}
