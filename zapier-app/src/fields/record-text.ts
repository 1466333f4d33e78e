import { isRecord } from "@firstquadrant/core-client";

function values(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => values(item, `${path}[${index}]`));
  if (isRecord(value)) {
    return Object.entries(value).flatMap(([key, inner]) => values(inner, path === "" ? key : `${path}.${key}`));
  }
  if (value === null || value === undefined || value === "") return [];
  return [path === "" ? String(value) : `${path}: ${value}`];
}

/** A record of whatever shape in one text, for a message: `contact.email: ada@, contact.city: London`. */
export const recordText = (record: unknown): string => values(record, "").join(", ");
