import { createHmac, timingSafeEqual } from "node:crypto";

/** What is signed: which message it is, when it was sent, and its body, byte for byte. */
export interface SignedContent {
  id: string;
  /** Unix seconds, as the header writes them. */
  timestamp: string;
  body: string | Uint8Array;
}

function keyOf(secret: string): Uint8Array {
  const base64 = secret.trim().replace(/^whsec_/, "");
  // Anyone could sign with an empty key.
  if (!/^[A-Za-z0-9+/]{4,}={0,2}$/.test(base64)) {
    throw new TypeError("This is no webhook secret: it must be whsec_ with base64 behind it.");
  }
  return Buffer.from(base64, "base64");
}

/** The signature that a message must have, as the header writes it, with its version. */
export function signatureOf({ id, timestamp, body }: SignedContent, secret: string): string {
  const signature = createHmac("sha256", keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest("base64");
  return `v1,${signature}`;
}

/** Compares in a time that tells nothing about where the two differ. */
export function isSameSignature(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
