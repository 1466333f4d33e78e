import type { ConflictPolicy, CustomPropertyValue, FieldPolicy } from "@firstquadrant/core-client";
import type { FieldValues } from "./candidate.ts";
import { isSameValue } from "./is-same-value.ts";

/** What an import does where a contact exists already. */
export interface ConflictRules {
  onConflict: ConflictPolicy;
  fieldPolicies: Readonly<Record<string, FieldPolicy>>;
}

/** Lists that grow: a record adds to them and takes nothing away. */
const growing = new Set(["tags", "company.tags"]);

/** What one field does on an update: its own policy, else what follows from the import's. */
export function policyOf(field: string, rules: ConflictRules): FieldPolicy {
  const own = Object.hasOwn(rules.fieldPolicies, field) ? rules.fieldPolicies[field] : undefined;
  if (own !== undefined) return own;
  if (rules.onConflict === "fillBlanks") return "fillBlank";
  return growing.has(field) ? "append" : "overwrite";
}

function nextValue(
  present: CustomPropertyValue | undefined,
  given: CustomPropertyValue,
  policy: FieldPolicy,
): CustomPropertyValue | undefined {
  switch (policy) {
    case "overwrite":
      return given;
    case "fillBlank":
      return present ?? given;
    case "keep":
      return present;
    case "append":
      return Array.isArray(present) && Array.isArray(given) ? [...new Set([...present, ...given])] : given;
  }
}

/**
 * Puts given values over present ones.
 *
 * @param present Null when the record is new: then every given value is taken.
 * @param prefix What stands before the keys in the names of the policies, for instance `company.`.
 * @returns The next values, and the names of those that differ from before.
 */
export function mergeValues(
  present: FieldValues | null,
  given: FieldValues,
  prefix: string,
  rules: ConflictRules,
): { values: FieldValues; changed: string[] } {
  const values: FieldValues = { ...present };
  const changed: string[] = [];
  for (const [key, value] of Object.entries(given)) {
    const policy = present === null ? "overwrite" : policyOf(prefix + key, rules);
    const before = Object.hasOwn(values, key) ? values[key] : undefined;
    const next = nextValue(before, value, policy);
    if (next === undefined || isSameValue(next, before)) continue;
    values[key] = next;
    changed.push(prefix + key);
  }
  return { values, changed };
}
