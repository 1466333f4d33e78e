import { hash, randomBytes, timingSafeEqual } from "node:crypto";
import { bareId } from "../ids.ts";

/** 192 bits, in 32 characters that need no escaping. */
export const newSecret = (): string => randomBytes(24).toString("base64url").replaceAll("-", "a").replaceAll("_", "b");

/** Keys are random and long, so one round of SHA-256 keeps them as well as a slow hash would. */
export const hashSecret = (secret: string): string => hash("sha256", secret, "hex");

/** Compares in a time that tells nothing about where the two differ. */
export const sameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(hash("sha256", one, "buffer"), hash("sha256", other, "buffer"));

const organizationPart = 26;

/**
 * Puts the organization in front of a secret, so that whoever holds the token need not name it, and every
 * look-up stays within one organization.
 */
export const tokenFor = (organizationId: string, secret: string): string => `${bareId(organizationId)}${secret}`;

/** Takes such a token apart; null when it cannot be one. */
export function readToken(token: string): { organizationId: string; secret: string } | null {
  if (!/^[0-9a-z]{26}[0-9A-Za-z]{8,64}$/.test(token)) return null;
  return { organizationId: `org_${token.slice(0, organizationPart)}`, secret: token.slice(organizationPart) };
}
