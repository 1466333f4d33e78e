import type { FieldType } from "../catalogue/field.ts";

const isEmail = (text: string) => /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(text);
const isDigits = (text: string) => /^[\d\s.,:/-]+$/.test(text);
const isUrl = (text: string) => /^(https?:\/\/)?([\p{L}\p{N}-]+\.)+\p{L}{2,}(:\d+)?([/?#]\S*)?$/iu.test(text);
const isPhone = (text: string) => {
  const digits = text.replace(/\D/g, "").length;
  return digits >= 6 && digits <= 17 && /^[+\d\s().\-/]+(\s*(x|ext\.?)\s*\d+)?$/i.test(text);
};
const isPlain = (text: string) =>
  text.length <= 200 && !isEmail(text) && !isDigits(text) && !/^https?:\/\//i.test(text);
const isCountry = (text: string) => text.length <= 60 && /^[\p{L}\p{M}\s.,'’()&-]{2,}$/u.test(text);
const isTimeZone = (text: string) =>
  /^(utc|gmt|[a-z_]+(\/|_slash_)[a-z_+\-/\d]+)/i.test(text) || /\((us|gmt|utc)/i.test(text);
const isNumber = (text: string) => /\d/.test(text) && /^[^\p{L}]*$/u.test(text);

/** What shops and booking systems keep in a field called `state`. */
const conditions = new Set(
  (
    "enabled disabled active inactive invited declined pending draft open closed accepted confirmed cancelled " +
    "canceled new done completed complete approved rejected archived deleted subscribed unsubscribed true false"
  ).split(" "),
);

/** What is looked at in the values of a field: how they are told, and whether looking like it is proof of it. */
interface Look {
  noun: string;
  fits: (text: string) => boolean;
  proves: boolean;
}

const plain: Look = { noun: "plain text", fits: isPlain, proves: false };

const looks: Partial<Record<FieldType, Look>> = {
  text: plain,
  choice: plain,
  email: { noun: "email addresses", fits: isEmail, proves: true },
  phone: { noun: "phone numbers", fits: isPhone, proves: true },
  url: { noun: "web addresses", fits: isUrl, proves: true },
  domain: { noun: "domains", fits: isUrl, proves: true },
  country: { noun: "countries", fits: isCountry, proves: true },
  timeZone: { noun: "time zones", fits: isTimeZone, proves: true },
  number: { noun: "numbers", fits: isNumber, proves: false },
  integer: { noun: "numbers", fits: isNumber, proves: false },
};

const byKey: Readonly<Record<string, Look>> = {
  state: { noun: "regions", fits: (text) => isPlain(text) && !conditions.has(text.toLowerCase()), proves: false },
  latitude: { noun: "degrees", fits: (text) => Math.abs(Number(text)) <= 90, proves: false },
  longitude: { noun: "degrees", fits: (text) => Math.abs(Number(text)) <= 180, proves: false },
};

function handleLook(label: string, hosts: readonly string[], values: readonly string[]): Look {
  const isProfile = (text: string) => hosts.some((host) => text.toLowerCase().includes(`${host}/`));
  // A bare handle could be a handle anywhere; only the address of a profile says which.
  const proves = values.every(isProfile);
  const fits = (text: string) => isProfile(text) || /^@?[\p{L}\p{N}._-]+$/u.test(text);
  return { noun: proves ? `addresses of ${label} profiles` : "handles", fits, proves };
}

export interface LookedAt {
  key: string;
  label: string;
  type: string;
  hosts?: readonly string[];
}

/** How well values suit a field, from 0 to 1, in which words to say so, and whether that proves what they are. */
export interface ValueLook {
  share: number;
  proves: boolean;
  text: string;
}

/** Looks at the values of a source; null where there is nothing to see. */
export function valueLook(field: LookedAt, values: readonly string[]): ValueLook | null {
  if (values.length === 0) return null;
  const byType: Readonly<Record<string, Look | undefined>> = looks;
  const look = field.hosts ? handleLook(field.label, field.hosts, values) : (byKey[field.key] ?? byType[field.type]);
  if (!look) return null;
  const fitting = values.filter((value) => look.fits(value)).length;
  const share = fitting / values.length;
  const count = values.length === 1 ? "" : ` (${fitting} of ${values.length})`;
  const text = share === 0 ? `its values do not look like ${look.noun}` : `its values look like ${look.noun}${count}`;
  return { share, proves: look.proves, text };
}
