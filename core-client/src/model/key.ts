export interface KeyInput {
  name: string;
  /** `urn:firstquadrant:<resource>:<action>:<read|write>`, with `*` for any part; none that the caller's key lacks. */
  scopes: string[];
  /** When it ends by itself; never unless said. */
  expiresAt?: string;
}

/** An API key, without what it is made of. */
export interface Key {
  id: string;
  name: string;
  scopes: string[];
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
  /** To the minute. */
  lastUsedAt: string | null;
  /** Until when the secret that it had before its last rotation works beside the new one. */
  formerSecretUntil: string | null;
}

/** The answer to making or rotating a key: the only time that the key is shown. */
export interface CreatedKey extends Key {
  /** `fqa_…`; null in the repetition of an answer under an idempotency key. */
  key: string | null;
}
