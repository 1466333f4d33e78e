import type { KeyInput } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { AppError } from "../errors.ts";
import { newId } from "../ids.ts";
import { type ApiKeyRecord, apiKeyColumns } from "./api-key-record.ts";
import { newKeySecret } from "./secret-of-key.ts";

const insertKey = statement(
  "insert-api-key",
  `insert into api_keys as t (organization_id, id, name, secret_hash, scopes, created_at, expires_at)
   values ($1, $2, $3, $4, $5, $6, $7)
   returning ${apiKeyColumns}`,
);

/** A key that was just made or rotated. `key` is nowhere else: what is stored is the hash of its secret. */
export interface ShownKey {
  record: ApiKeyRecord;
  key: string;
}

/** When a new key ends. @throws AppError `validation_error` */
function expiryOf(expiresAt: string | undefined, now: Date): string | null {
  if (expiresAt === undefined) return null;
  const time = new Date(expiresAt);
  if (time > now) return time.toISOString();
  const message = "is over already";
  throw new AppError("validation_error", `expiresAt ${message}.`, "Name a later time, or leave it out.", {
    details: [{ field: "expiresAt", message }],
  });
}

/**
 * Makes a key.
 *
 * @throws AppError `validation_error` on `expiresAt`.
 */
export async function createKey(db: Db, organizationId: string, input: KeyInput, now: Date): Promise<ShownKey> {
  const { key, hash } = newKeySecret(organizationId);
  const [record] = await db.query<ApiKeyRecord>(insertKey, [
    organizationId,
    newId("key"),
    input.name,
    hash,
    [...new Set(input.scopes)],
    now.toISOString(),
    expiryOf(input.expiresAt, now),
  ]);
  if (record === undefined) throw new Error("A key was inserted and not returned.");
  return { record, key };
}
