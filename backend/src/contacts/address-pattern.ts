import { domainToUnicode } from "node:url";

const escaped = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}/-]/g, "\\$&");

/** How an address may stand in a record: as it is kept, in the script of its domain, and in a web form's body. */
function formsOf(email: string): string[] {
  const at = email.lastIndexOf("@");
  const local = email.slice(0, at);
  const readable = `${local}@${domainToUnicode(email.slice(at + 1))}`;
  return [email, readable, encodeURIComponent(email)].flatMap((form) => [form, JSON.stringify(form).slice(1, -1)]);
}

// In the text of JSON a letter may stand before an address that is none of its own: that of an escaped line end.
const begins = "(?:(?<![[:alnum:]._%+-])|(?<=\\\\[bfnrt]))";
const ends = "(?![[:alnum:]-]|\\.[[:alnum:]])";

/**
 * A regular expression of PostgreSQL that finds addresses in the text of JSON, to be used without regard to case. It
 * does not find them inside of longer ones: `ada@example.com` is not in `xada@example.com` or `ada@example.com.au`.
 */
export const addressPattern = (emails: readonly string[]): string =>
  `${begins}(?:${[...new Set(emails.flatMap(formsOf))].map(escaped).join("|")})${ends}`;
