import { companyFieldAliases } from "./company-field-aliases.ts";
import { contactFieldAliases } from "./contact-field-aliases.ts";

const byKey: ReadonlyMap<string, readonly string[]> = new Map([
  ...Object.entries(contactFieldAliases),
  ...Object.entries(companyFieldAliases).map(([key, names]): [string, readonly string[]] => [`company.${key}`, names]),
]);

/**
 * The names that others use for a standard field.
 *
 * @param key As in a field mapping: `email`, `company.name`. A key of no standard field has none.
 */
export const fieldAliases = (key: string): readonly string[] => byKey.get(key) ?? [];
