import { applyFieldMapping, type FieldMapping, isBlank, isRecord } from "@firstquadrant/core-client";

/** A record in the API's own shape, its parts not yet looked at. */
export interface RawRecord {
  contact: Record<string, unknown>;
  company: Record<string, unknown>;
  data: Record<string, unknown>;
  clear: unknown;
  /** What else the record holds beside these, under its names. */
  further: Record<string, unknown>;
}

/** A company may be given by its name alone. */
function companyOf(value: unknown): Record<string, unknown> {
  if (isRecord(value)) return value;
  return isBlank(value) ? {} : { name: value };
}

/** Which mappings look into `contact` themselves; asked for every record, so it is found out once for each mapping. */
const readers = new WeakMap<FieldMapping, boolean>();

function readsContact(mapping: FieldMapping): boolean {
  const known = readers.get(mapping);
  if (known !== undefined) return known;
  const sources = Object.values(mapping).flat();
  const isReader = sources.some((source) => typeof source === "string" && source.startsWith("contact."));
  readers.set(mapping, isReader);
  return isReader;
}

/**
 * Brings any app's record into the API's shape: as it is when it has that shape, else by the import's field mapping.
 *
 * @returns Null when there is no way to read it.
 */
export function toRecord(given: unknown, mapping: FieldMapping | null): RawRecord | null {
  if (isRecord(given) && isRecord(given.contact) && !(mapping !== null && readsContact(mapping))) {
    const { contact: inside, company, data, clear, ...further } = given;
    const { company: companyInside, ...contact } = inside;
    return {
      contact,
      company: companyOf(company ?? companyInside),
      data: isRecord(data) ? data : {},
      clear,
      further: isRecord(data) ? further : { data, ...further },
    };
  }
  if (mapping === null || !isRecord(given)) return null;
  const { contact, company } = applyFieldMapping(given, mapping);
  return { contact, company: { ...company }, data: {}, clear: undefined, further: {} };
}
