import type { ContactRecord } from "./contact-record.ts";

type Values = ContactRecord["fields"];

const names = ["name", "firstName", "lastName"];

const named = (values: Values): string[] => names.filter((key) => values[key] !== undefined);

/** Names of two people must not become one of neither: they fill each other up only where they agree. */
function mayFillNames(survivor: Values, merged: Values): boolean {
  const own = named(survivor);
  const shared = own.filter((key) => merged[key] !== undefined);
  return own.length === 0 || (shared.length > 0 && shared.every((key) => survivor[key] === merged[key]));
}

/** The survivor of two contacts: its own values, its blanks filled from the other, the tags of both. */
export function mergeContacts(survivor: ContactRecord, merged: ContactRecord, now: Date): ContactRecord {
  const given = { ...merged.fields };
  if (!mayFillNames(survivor.fields, merged.fields)) for (const key of names) delete given[key];
  const fields = { ...given, ...survivor.fields };
  const tags = [survivor.fields.tags, merged.fields.tags].flatMap((some) => (Array.isArray(some) ? some : []));
  if (tags.length > 0) fields.tags = [...new Set(tags)];
  return {
    ...survivor,
    fields,
    custom_properties: { ...merged.custom_properties, ...survivor.custom_properties },
    company_id: survivor.company_id ?? merged.company_id,
    updated_at: now,
  };
}
