import { hostedBaseUrl } from "@firstquadrant/core-client";

/** The hosted service as a person types it. */
export const defaultBaseUrl = new URL(hostedBaseUrl).origin;

const localHosts = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Reads the base URL of a connection.
 *
 * @returns The URL, or null when it is none that a key may be sent to: only https is, and plain http on the same machine.
 */
export function readBaseUrl(text: string | undefined): string | null {
  const typed = text?.trim() || defaultBaseUrl;
  if (!URL.canParse(typed)) return null;
  const url = new URL(typed);
  const isSafe = url.protocol === "https:" || (url.protocol === "http:" && localHosts.includes(url.hostname));
  const isPlain = url.username === "" && url.password === "" && url.search === "" && url.hash === "";
  return isSafe && isPlain ? typed : null;
}
