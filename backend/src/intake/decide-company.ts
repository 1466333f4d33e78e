import type { CompanyRecord } from "../contacts/contact-record.ts";
import { newId } from "../ids.ts";
import type { Candidate, FieldValues } from "./candidate.ts";
import { type Ledger, putCompany } from "./ledger.ts";
import { type ConflictRules, mergeValues, policyOf } from "./merge-values.ts";

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** One form of a name, so that spelling in other cases and spaces is the same company. */
export const companyNameKey = (name: string): string => name.toLowerCase().replace(/\s+/g, " ").trim().slice(0, 300);

/** By its domain, else by its name; a name alone never leads to a company of another domain. */
function findCompany(ledger: Ledger, given: FieldValues): CompanyRecord | null {
  const domain = text(given.domain);
  const name = text(given.name);
  if (domain !== null) {
    const sameDomain = ledger.companiesByDomain.get(domain);
    if (sameDomain !== undefined) return sameDomain;
  }
  const sameName = name === null ? [] : (ledger.companiesByName.get(companyNameKey(name)) ?? []);
  return sameName.find((company) => domain === null || company.domain === null) ?? null;
}

/**
 * Decides which company a record's contact belongs to, and what is written of it.
 *
 * @param present The contact's company so far.
 * @returns The company (null where there is none), what it was before, and the names of its fields that change.
 */
export function decideCompany(
  ledger: Ledger,
  present: CompanyRecord | null,
  candidate: Candidate,
  rules: ConflictRules,
  now: Date,
): { company: CompanyRecord | null; before: CompanyRecord | null; changed: string[] } {
  const given = candidate.company;
  const cleared = candidate.clear.flatMap((name) => (name.startsWith("company.") ? [name.slice(8)] : []));
  if (given === null && (present === null || cleared.length === 0))
    return { company: present, before: present, changed: [] };

  const isNamed = text(given?.domain) !== null || text(given?.name) !== null;
  if (given !== null && !isNamed && present === null) {
    const message = "was left out: a company is known by its domain or its name, and neither was given";
    candidate.warnings.push({ field: "company", message });
    return { company: null, before: null, changed: [] };
  }
  const found = given !== null && isNamed ? findCompany(ledger, given) : present;
  const isOther = present !== null && found?.id !== present.id;
  if (isOther && policyOf("company", rules) !== "overwrite") return { company: present, before: present, changed: [] };
  const kept = { ...found?.fields };
  const erased = cleared.filter((key) => {
    const isIdentity = key === "name" || key === "domain";
    if (isIdentity) {
      candidate.warnings.push({ field: "clear", message: `names company.${key}, which a company is known by` });
    }
    return !isIdentity && kept[key] !== undefined;
  });
  for (const key of erased) delete kept[key];
  const { values, changed } = mergeValues(found === null ? null : kept, given ?? {}, "company.", rules);
  const all = [...new Set([...erased.map((key) => `company.${key}`), ...changed])];
  if (found !== null && all.length === 0) return { company: found, before: found, changed: [] };

  const name = text(values.name);
  const company: CompanyRecord = {
    id: found?.id ?? newId("com"),
    domain: text(values.domain),
    name_key: name === null ? null : companyNameKey(name),
    fields: values,
    created_at: found?.created_at ?? now,
    updated_at: now,
  };
  putCompany(ledger, company);
  return { company, before: found, changed: all };
}
