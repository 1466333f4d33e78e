import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/min";
import type { Reading } from "./reading.ts";

const e164 = /^\+[1-9]\d{6,14}$/;

/** Reading a number takes longer than all else that is done to a record, and lists repeat their numbers. */
const read = new Map<string, string | null>();
const mostRead = 10_000;

function parse(given: string, country: string | null): string | null {
  const region = country !== null && isSupportedCountry(country) ? country : undefined;
  const number = parsePhoneNumberFromString(given, { ...(region && { defaultCountry: region }), extract: false });
  return number?.isPossible() ? number.number : null;
}

/**
 * A phone number in E.164. A number without its country code is read as one of the country; what cannot be read is
 * kept as it was given, with a warning.
 */
export function normalisePhone(text: string, country: string | null): Reading<string> {
  const given = text.replace(/^tel:/i, "");
  if (e164.test(given)) return { value: given };
  const key = `${country} ${given}`;
  let number = read.get(key);
  if (number === undefined) {
    number = parse(given, country);
    if (read.size >= mostRead) read.clear();
    read.set(key, number);
  }
  if (number !== null) return { value: number };
  const remedy = country === null && !given.startsWith("+") ? "; give it with its country code, or the country" : "";
  return { value: given, warning: `was kept as it is: it could not be read as a phone number${remedy}` };
}
