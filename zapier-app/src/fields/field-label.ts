import { companyFields, contactFields } from "@firstquadrant/core-client";

const labels: ReadonlyMap<string, string> = new Map([
  ...contactFields.map((field): [string, string] => [field.key, field.label]),
  ...companyFields.map((field): [string, string] => [`company.${field.key}`, field.label]),
]);

/**
 * What a person calls a field that the API names.
 *
 * @param name As in an answer: `email`, `contact.email`, `company.name`, `customProperties.plan`. A question's reason names
 *   a field of the company without saying that it is.
 */
export function fieldLabel(name: string): string {
  const key = name.replace(/^contact\./, "");
  return labels.get(key) ?? labels.get(`company.${key}`) ?? titleCase(key.replace(/^(?:customProperties|data)\./, ""));
}

function titleCase(key: string): string {
  const words = key.replace(/([a-z\d])([A-Z])/g, "$1 $2").split(/[\s_.-]+/);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ");
}
