import { isRecord } from "@firstquadrant/core-client";
import type { CustomField } from "../fields/custom-field.ts";
import type { ImportRecord } from "../imports/import-record.ts";
import type { Candidate } from "./candidate.ts";
import { normaliseRecord } from "./normalise-record.ts";
import { sanitise } from "./sanitise.ts";
import { toRecord } from "./to-record.ts";

const unreadable = (given: unknown): Candidate["errors"] => {
  if (!isRecord(given)) return [{ field: "", message: "is no object with fields" }];
  const names = Object.keys(given).slice(0, 10).join(", ");
  return [
    {
      field: "contact",
      message: `is missing, and the import has no field mapping that says where the contact is (it has: ${names})`,
    },
  ];
};

/** Map and normalise: what a received record says, by the import's mapping and rules. */
export function prepare(
  given: unknown,
  record: Pick<ImportRecord, "field_mapping" | "default_country" | "unknown_fields">,
  customFields: ReadonlyMap<string, CustomField>,
): Candidate {
  const raw = toRecord(given, record.field_mapping);
  if (raw === null) {
    return {
      email: null,
      fields: {},
      company: null,
      customProperties: {},
      clear: [],
      warnings: [],
      errors: unreadable(given),
    };
  }
  return normaliseRecord(raw, {
    defaultCountry: record.default_country,
    unknownFields: record.unknown_fields,
    customFields,
  });
}

/** A record as it is stored, and what it says. */
export interface Prepared {
  given: unknown;
  candidate: Candidate;
  /** The row that it stands for; nothing where it is a record of its own. */
  rowId?: string | null;
}

/**
 * Reads the records of a request or of a file.
 *
 * @param problems Why a record cannot be read, in the place of the record; null where it can.
 */
export function prepareAll(
  records: readonly unknown[],
  problems: readonly (string | null)[],
  record: Parameters<typeof prepare>[1],
  customFields: ReadonlyMap<string, CustomField>,
): Prepared[] {
  return records.map((one, index) => {
    const given = sanitise(one);
    const candidate = prepare(given, record, customFields);
    const problem = problems[index] ?? null;
    if (problem !== null) candidate.errors.unshift({ field: "", message: problem });
    return { given, candidate };
  });
}
