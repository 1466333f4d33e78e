import { domainToASCII } from "node:url";

const shape = /^[^\s\p{Cc}@<>()[\],;:"\\]+@[^\s\p{Cc}@<>()[\],;:"\\]+\.[^\s\p{Cc}@.]{2,}$/u;

/** An address as most are: there is nothing to read off it but its letters' case. */
const ordinary = /^[\w.+-]{1,64}@(?!xn--)[a-z\d]+(?:-[a-z\d]+)*\.[a-z]{2,24}$/i;

/** What copying brings along and nobody sees. */
const invisible = /[\u00AD\u200B-\u200D\u2060\uFEFF]/g;

/**
 * The one form of an email address: lower case, its domain in ASCII. `Ann <ann@example.com>` and `mailto:` are read.
 *
 * @returns Null when it is no address.
 */
export function normaliseEmail(given: string): string | null {
  if (given.length <= 254 && ordinary.test(given)) return given.toLowerCase();
  const visible = given.replace(invisible, "").normalize("NFC");
  const [, inBrackets] = /<([^<>]+)>\s*$/.exec(visible) ?? [];
  const address = (inBrackets ?? visible)
    .trim()
    .replace(/^mailto:/i, "")
    .toLowerCase();
  const at = address.lastIndexOf("@");
  if (at < 1 || at > 64) return null;
  const domain = domainToASCII(address.slice(at + 1));
  const email = `${address.slice(0, at)}@${domain}`;
  return email.length <= 254 && shape.test(email) ? email : null;
}
