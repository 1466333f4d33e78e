import type { FieldType } from "../catalogue/field.ts";
import { standardFields } from "../catalogue/standard-fields.ts";
import type { ContactRecord } from "../model/contact.ts";
import type { FieldMapping, FieldSource } from "../model/import.ts";
import { isBlank } from "./is-blank.ts";
import { readPath } from "./read-path.ts";

type Scalar = string | number | boolean;

const typeOf: ReadonlyMap<string, FieldType> = new Map(standardFields.map((field) => [field.key, field.type]));

const isScalar = (value: unknown): value is Scalar =>
  (typeof value === "string" || typeof value === "number" || typeof value === "boolean") && !isBlank(value);

/** What a field of a type can take of a value; `undefined` when that is nothing. An unknown type takes any scalars. */
function valueFor(type: FieldType | undefined, value: unknown): Scalar | Scalar[] | undefined {
  // A text is what every type can take, and nearly all that files hold.
  if (typeof value === "string") return isBlank(value) ? undefined : value;
  const scalars = (Array.isArray(value) ? value : [value]).filter(isScalar);
  const [first] = scalars;
  if (first === undefined) return undefined;
  const many = Array.isArray(value) ? scalars : first;
  switch (type) {
    case undefined:
      return many;
    case "list":
    case "choices":
      return Array.isArray(many) ? many.map(String) : String(many);
    case "number":
    case "integer":
    case "boolean":
      return first;
    default:
      return String(first);
  }
}

const read = (record: unknown, source: FieldSource): unknown => {
  if (typeof source === "string") return readPath(record, source);
  return "constant" in source ? source.constant : readPath(record, source.path);
};

function firstValue(record: unknown, sources: FieldSource | FieldSource[], type: FieldType | undefined) {
  for (const source of Array.isArray(sources) ? sources : [sources]) {
    const value = valueFor(type, read(record, source));
    if (value !== undefined) return value;
  }
  return undefined;
}

const companyPrefix = "company.";
const customPrefix = "customProperties.";

/**
 * Makes a record in the API's own shape of any app's record. For every field the first source that gives something
 * wins; a field that no source gives is left out. Values stay as they came: normalising them is a later step.
 */
export function applyFieldMapping(record: unknown, mapping: FieldMapping): ContactRecord {
  const contact: [string, unknown][] = [];
  const company: [string, unknown][] = [];
  const custom: [string, unknown][] = [];
  for (const [field, sources] of Object.entries(mapping)) {
    const value = firstValue(record, sources, typeOf.get(field));
    if (value === undefined) continue;
    if (field.startsWith(companyPrefix)) company.push([field.slice(companyPrefix.length), value]);
    else if (field.startsWith(customPrefix)) custom.push([field.slice(customPrefix.length), value]);
    else contact.push([field, value]);
  }
  if (custom.length > 0) contact.push(["customProperties", Object.fromEntries(custom)]);
  // The names come from a mapping made at run time, so the compiler cannot know them.
  return {
    contact: Object.fromEntries(contact) as ContactRecord["contact"],
    ...(company.length > 0 && { company: Object.fromEntries(company) as NonNullable<ContactRecord["company"]> }),
  };
}
