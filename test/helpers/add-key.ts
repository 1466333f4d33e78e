import { createHash, randomBytes } from "node:crypto";
import type { Backend, Storage } from "./backend.ts";
import { inDatabase } from "./in-database.ts";

/** Crockford's alphabet, of which ids are made. */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

const bareId = (): string => `0${[...randomBytes(25)].map((byte) => alphabet[byte % 32]).join("")}`;

/**
 * Makes an API key directly in a PostgreSQL database, as no call of the API makes one: one that has ended, or that
 * belongs to an organization which is made with it.
 *
 * @returns The backend, as the holder of the key sees it.
 */
export async function addKey(
  backend: Backend,
  storage: Storage,
  key: { scopes: string[]; organizationId?: string; expiresAt?: Date; revokedAt?: Date },
): Promise<Backend & { keyId: string }> {
  const organizationId = key.organizationId ?? `org_${bareId()}`;
  const keyId = `key_${bareId()}`;
  const secret = randomBytes(24).toString("hex").slice(0, 32);
  await inDatabase(storage, async (client) => {
    if (key.organizationId === undefined) {
      await client.query("insert into organizations (id, name, created_at) values ($1, 'Another', now())", [
        organizationId,
      ]);
    }
    await client.query(
      `insert into api_keys (organization_id, id, name, secret_hash, scopes, created_at, expires_at, revoked_at)
       values ($1, $2, 'Made by a test', $3, $4, now(), $5, $6)`,
      [
        organizationId,
        keyId,
        createHash("sha256").update(secret).digest("hex"),
        key.scopes,
        key.expiresAt ?? null,
        key.revokedAt ?? null,
      ],
    );
  });
  return { ...backend, apiKey: `fqa_${organizationId.slice(4)}${secret}`, organizationId, keyId };
}
