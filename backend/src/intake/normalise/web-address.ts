import { domainToASCII } from "node:url";

function parse(given: string): URL | null {
  const address = /^[a-z][a-z0-9+.-]*:/i.test(given) && !/^[^/]+:\d+/.test(given) ? given : `https://${given}`;
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  return isWeb && /\.[^.\d]/.test(url.hostname) ? url : null;
}

/** A web address with its scheme; null when it is none. */
export function normaliseUrl(given: string): string | null {
  const url = parse(given);
  if (url === null) return null;
  return /^https?:/i.test(given) ? given : `https://${given}`;
}

/** The bare domain of a web address, an email address or a domain; null when there is none. */
export function normaliseDomain(given: string): string | null {
  const host = given.includes("@") && !given.includes("/") ? given.slice(given.lastIndexOf("@") + 1) : given;
  const url = parse(host);
  if (url === null) return null;
  return (
    domainToASCII(url.hostname)
      .replace(/^www\./, "")
      .replace(/\.$/, "") || null
  );
}

/** Parts of a profile's path that stand before the handle. */
const pathPrefixes = new Set(["in", "pub", "company", "profile", "people", "user", "users"]);

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/**
 * The handle that a profile's address or a handle names.
 *
 * @param hosts Where such profiles are.
 * @returns Null for an address of another place.
 */
export function normaliseHandle(given: string, hosts: readonly string[]): string | null {
  const isAt = (host: string) => hosts.some((one) => host === one || host.endsWith(`.${one}`));
  const bare = given.replace(/^@/, "");
  if (!bare.includes("/")) return isAt(bare.toLowerCase()) ? null : bare;
  const url = parse(bare);
  const isKnown = isAt(url?.hostname.toLowerCase() ?? "");
  const isBarePath = !/^[^/]*[:.]/.test(bare);
  if (!isKnown && !isBarePath) return null;
  const path = isKnown && url !== null ? url.pathname : bare;
  const parts = path.split("/").filter((part) => part !== "");
  const handle = parts.find((part) => !pathPrefixes.has(part.toLowerCase()));
  return handle === undefined ? null : decoded(handle).replace(/^@/, "");
}
