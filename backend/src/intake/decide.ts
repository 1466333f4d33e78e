import type { CustomPropertyValue, Warning } from "@firstquadrant/core-client";
import type { CompanyRecord, ContactRecord } from "../contacts/contact-record.ts";
import { newId } from "../ids.ts";
import type { Candidate, FieldValues } from "./candidate.ts";
import { decideCompany } from "./decide-company.ts";
import { isSameValue } from "./is-same-value.ts";
import { type Ledger, putContact } from "./ledger.ts";
import { type ConflictRules, mergeValues, policyOf } from "./merge-values.ts";
import { completeNames } from "./names.ts";

/** What becomes of a record that has an address. */
export interface Decision {
  outcome: "created" | "updated" | "unchanged" | "skipped";
  /** The contact as it is then; null when there is none. */
  contact: ContactRecord | null;
  company: CompanyRecord | null;
  /** The names of the fields that change. */
  changed: string[];
  /** What changes, as it was before; null when nothing does. */
  previous: Previous | null;
}

/** Values before a change, by the names of what changed; null stands for "had none". */
export interface Previous {
  values: Record<string, CustomPropertyValue | null>;
  /** The company that the contact belonged to. */
  companyId: string | null;
  /** The company whose own fields were changed; null when none were, or it was new. */
  changedCompanyId: string | null;
}

function valueBefore(name: string, contact: ContactRecord | null, company: CompanyRecord | null) {
  if (!name.includes(".")) return contact?.fields[name] ?? null;
  const [, group, key] = /^(company|customProperties)\.(.+)$/.exec(name) ?? [];
  if (group === "company") return company?.fields[key ?? ""] ?? null;
  if (group === "customProperties") return contact?.custom_properties[key ?? ""] ?? null;
  return contact?.fields[name] ?? null;
}

/** @param company The company whose fields change, as it was before. */
function previousOf(
  changed: readonly string[],
  contact: ContactRecord | null,
  company: CompanyRecord | null,
): Previous {
  const own = changed.filter((name) => name !== "company" && name !== "email");
  return {
    values: Object.fromEntries(own.map((name) => [name, valueBefore(name, contact, company)])),
    companyId: contact?.company_id ?? null,
    changedCompanyId: changed.some((name) => name.startsWith("company.")) ? (company?.id ?? null) : null,
  };
}

function erase(values: FieldValues, names: readonly string[]): { kept: FieldValues; erased: string[] } {
  if (names.length === 0) return { kept: values, erased: [] };
  const kept = { ...values };
  const erased = names.filter((name) => Object.hasOwn(kept, name));
  for (const name of erased) delete kept[name];
  return { kept, erased };
}

/** Names of what changed, once each, without those that were erased and given the same value again. */
const namesOf = (before: FieldValues, after: FieldValues, names: Iterable<string>): string[] =>
  [...new Set(names)].filter((name) => !isSameValue(before[name], after[name]));

function mergeContact(present: ContactRecord | null, candidate: Candidate, rules: ConflictRules) {
  const { kept, erased } = erase(present?.fields ?? {}, candidate.clear);
  const merged = mergeValues(present === null ? null : kept, candidate.fields, "", rules);
  const mayOverwrite = present === null || policyOf("name", rules) === "overwrite";
  const fields = completeNames(candidate.fields, merged.values, mayOverwrite);
  const derived = ["name", "firstName", "lastName"];
  return { fields, changed: namesOf(present?.fields ?? {}, fields, [...erased, ...merged.changed, ...derived]) };
}

/** A contact has no more custom properties than this: a sender that makes names up would let it grow without end. */
const mostProperties = 500;

/** Of properties those that find room beside the ones that are there, and the names of the others. */
function fit(present: FieldValues, given: FieldValues): { fitting: FieldValues; surplus: string[] } {
  if (Object.keys(given).length === 0) return { fitting: given, surplus: [] };
  const added = Object.keys(given).filter((name) => !Object.hasOwn(present, name));
  const surplus = new Set(added.slice(Math.max(0, mostProperties - Object.keys(present).length)));
  const fitting = Object.fromEntries(Object.entries(given).filter(([name]) => !surplus.has(name)));
  return { fitting, surplus: [...surplus] };
}

const surplusWarning = (surplus: readonly string[]): Warning => ({
  field: "customProperties",
  message:
    `was left out in part, ${surplus.length} of them, ${surplus.slice(0, 5).join(", ").slice(0, 200)}${surplus.length > 5 ? ", …" : ""}: ` +
    `a contact can have ${mostProperties}`,
});

function mergeProperties(present: ContactRecord | null, candidate: Candidate, rules: ConflictRules) {
  const prefix = "customProperties.";
  const names = candidate.clear.flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
  const { kept, erased } = erase(present?.custom_properties ?? {}, names);
  const { fitting, surplus } = fit(kept, candidate.customProperties);
  const { values, changed } = mergeValues(present === null ? null : kept, fitting, prefix, rules);
  return { values, surplus, changed: [...new Set([...erased.map((name) => prefix + name), ...changed])] };
}

/**
 * Decides what becomes of a record, by what is known and what the import says, and notes it in the ledger.
 * Nothing is written here: a preview and a real run decide by this same function.
 */
export function decide(
  ledger: Ledger,
  candidate: Candidate & { email: string },
  rules: ConflictRules,
  now: Date,
): Decision {
  const present = ledger.contacts.get(candidate.email) ?? null;
  const presentCompany = present?.company_id ? (ledger.companies.get(present.company_id) ?? null) : null;
  const isSkipped = present === null ? rules.onConflict === "updateOnly" : rules.onConflict === "createOnly";
  if (isSkipped) return { outcome: "skipped", contact: present, company: presentCompany, changed: [], previous: null };

  const { company, before, changed: companyChanges } = decideCompany(ledger, presentCompany, candidate, rules, now);
  const contact = mergeContact(present, candidate, rules);
  const properties = mergeProperties(present, candidate, rules);
  if (properties.surplus.length > 0) candidate.warnings.push(surplusWarning(properties.surplus));
  const linkChange = present !== null && company?.id !== presentCompany?.id ? ["company"] : [];
  const identity = present === null ? ["email"] : [];
  const ownChanges = [...identity, ...contact.changed, ...properties.changed, ...linkChange];
  const changed = [...ownChanges, ...companyChanges];
  if (present !== null && changed.length === 0) {
    return { outcome: "unchanged", contact: present, company: presentCompany, changed, previous: null };
  }
  const next: ContactRecord = {
    id: present?.id ?? newId("con"),
    email: candidate.email,
    fields: contact.fields,
    custom_properties: properties.values,
    company_id: company?.id ?? null,
    created_at: present?.created_at ?? now,
    updated_at: present !== null && ownChanges.length === 0 ? present.updated_at : now,
  };
  if (present === null || ownChanges.length > 0) putContact(ledger, next);
  // Of a new contact there is nothing to tell but that it was not there.
  const previous = present === null && companyChanges.length === 0 ? null : previousOf(changed, present, before);
  return { outcome: present === null ? "created" : "updated", contact: next, company, changed, previous };
}
