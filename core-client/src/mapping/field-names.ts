import type { FieldType } from "../catalogue/field.ts";
import { fieldAliases } from "../catalogue/field-aliases.ts";
import { type StandardField, standardFields } from "../catalogue/standard-fields.ts";
import { compactName } from "./words.ts";

/** A field that sources can be matched with, as a field mapping names it. `GET /contact-fields` lists such fields. */
export interface MatchableField {
  key: string;
  label: string;
  type: FieldType | (string & {});
  /** For a standard field the catalogue's, unless said. */
  aliases?: readonly string[];
  hosts?: readonly string[];
}

export interface NamedField {
  field: MatchableField;
  /** Whether it is the field's own name, or one that others use for it. */
  own: boolean;
}

const standard: ReadonlyMap<string, StandardField> = new Map(standardFields.map((field) => [field.key, field]));

function withCatalogue(field: MatchableField): MatchableField {
  const known = standard.get(field.key);
  if (!known) return field;
  return { ...field, aliases: field.aliases ?? fieldAliases(field.key), ...(known.hosts && { hosts: known.hosts }) };
}

/** What a key is called on its own: `customProperties.plan` is called plan, but `company.city` not just city. */
const keyName = (key: string) => key.replace(/^customProperties\./, "");

function gatherNames(fields: readonly MatchableField[]): ReadonlyMap<string, NamedField> {
  const names = new Map<string, NamedField>();
  const known = fields.map(withCatalogue);
  const add = (name: string, named: NamedField) => {
    const compact = compactName(name);
    if (compact !== "" && !names.has(compact)) names.set(compact, named);
  };
  for (const field of known) {
    add(keyName(field.key), { field, own: true });
    add(field.label, { field, own: true });
  }
  for (const field of known) for (const alias of field.aliases ?? []) add(alias, { field, own: false });
  return names;
}

// Record after record is matched with the same list, and gathering its names takes ten times as long as matching.
const gathered = new WeakMap<readonly MatchableField[], ReadonlyMap<string, NamedField>>();

/** Every name that a field goes by, in the form in which names are compared. A name stays with the first that has it. */
export function fieldNames(fields: readonly MatchableField[]): ReadonlyMap<string, NamedField> {
  const names = gathered.get(fields) ?? gatherNames(fields);
  gathered.set(fields, names);
  return names;
}
