import { applyFieldMapping, type FieldMapping, isRecord } from "@firstquadrant/core-client";

/** A record in the API's own shape, its parts not yet looked at. */
export interface RawRecord {
  contact: Record<string, unknown>;
  company: Record<string, unknown>;
  data: Record<string, unknown>;
  clear: unknown;
}

const objectOr = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});

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
    const { company: companyInside, ...contact } = given.contact;
    return {
      contact,
      company: objectOr(given.company ?? companyInside),
      data: objectOr(given.data),
      clear: given.clear,
    };
  }
  if (mapping === null || !isRecord(given)) return null;
  const { contact, company } = applyFieldMapping(given, mapping);
  return { contact, company: { ...company }, data: {}, clear: undefined };
}
