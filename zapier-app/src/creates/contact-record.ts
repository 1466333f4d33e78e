import { type ContactRecord, companyFields, contactFields } from "@firstquadrant/core-client";
import { companyPrefix } from "../fields/contact-facts.ts";
import { customPrefix } from "../fields/custom-fields.ts";
import { type Given, given, givenTexts } from "../fields/given.ts";

type GivenFields = Record<string, Given>;

function pick(inputData: Record<string, unknown>, keys: readonly string[], prefix = ""): GivenFields {
  const entries = keys.flatMap((key): [string, Given][] => {
    const value = given(inputData[`${prefix}${key}`]);
    return value === undefined ? [] : [[key, value]];
  });
  return Object.fromEntries(entries);
}

const keysOf = (fields: readonly { key: string }[]) => fields.map((field) => field.key);

/** The custom fields that are there differ by organization; sorted, so that the same input makes the same record. */
const customKeys = (inputData: Record<string, unknown>) =>
  Object.keys(inputData)
    .filter((key) => key.startsWith(customPrefix))
    .map((key) => key.slice(customPrefix.length))
    .sort();

/**
 * Makes a record in the API's shape of what a person put into the step. What is blank is left out, so that it erases
 * nothing; what is to be erased is named in the step's own fields for that.
 */
export function contactRecord(inputData: Record<string, unknown>): ContactRecord {
  const customProperties = pick(inputData, customKeys(inputData), customPrefix);
  const company = pick(inputData, keysOf(companyFields), companyPrefix);
  const clear = [...givenTexts(inputData.clear_fields), ...givenTexts(inputData.clear_custom_fields)];
  const record = {
    contact: {
      ...pick(inputData, keysOf(contactFields)),
      ...(Object.keys(customProperties).length > 0 && { customProperties }),
    },
    ...(Object.keys(company).length > 0 && { company }),
    ...(clear.length > 0 && { clear }),
  };
  // Whether each value fits its field is the API's to decide, and it says so by field; here they are what was typed.
  return record as ContactRecord;
}
