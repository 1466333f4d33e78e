import { hashSecret, newSecret, readToken, tokenFor } from "./secret.ts";

const prefix = "fqa_";

/** Makes what a key is made of: the key whole, to be shown once, and the hash to be stored. */
export function newKeySecret(organizationId: string): { key: string; hash: string } {
  const secret = newSecret();
  return { key: `${prefix}${tokenFor(organizationId, secret)}`, hash: hashSecret(secret) };
}

/** Takes a key apart; null when it cannot be one. */
export function readKey(key: string): { organizationId: string; hash: string } | null {
  const token = key.startsWith(prefix) ? readToken(key.slice(prefix.length)) : null;
  return token === null ? null : { organizationId: token.organizationId, hash: hashSecret(token.secret) };
}
