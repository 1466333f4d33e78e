import { type Db, statement } from "../db/db.ts";
import { AppError } from "../errors.ts";
import { type ApiKeyRecord, apiKeyColumns } from "./api-key-record.ts";
import type { ShownKey } from "./create-key.ts";
import { newKeySecret } from "./secret-of-key.ts";

const replaceSecret = statement(
  "rotate-api-key",
  `update api_keys t set secret_hash = $3, former_secret_until = $4,
     former_secret_hash = case when $4::timestamptz is not null then t.secret_hash end
   where t.organization_id = $1 and t.id = $2 and t.revoked_at is null and (t.expires_at is null or t.expires_at > $5)
   returning ${apiKeyColumns}`,
);

const ended = ({ id, revoked_at }: ApiKeyRecord): AppError => {
  const message = `is ${revoked_at === null ? "expired" : "revoked"}`;
  return new AppError(
    "invalid_transition",
    `The key ${id} ${message}.`,
    "Make a new key: POST /keys. One that has ended does not work again.",
    { details: [{ field: "status", message }] },
  );
};

/**
 * Gives a key a new secret. Its former one goes on working for the seconds of grace; one from before that does not.
 *
 * @throws AppError `invalid_transition` when the key is revoked or expired.
 */
export async function rotateKey(db: Db, present: ApiKeyRecord, graceSeconds: number, now: Date): Promise<ShownKey> {
  const { key, hash } = newKeySecret(present.organization_id);
  const [record] = await db.query<ApiKeyRecord>(replaceSecret, [
    present.organization_id,
    present.id,
    hash,
    graceSeconds === 0 ? null : new Date(now.getTime() + graceSeconds * 1000).toISOString(),
    now.toISOString(),
  ]);
  if (record === undefined) throw ended(present);
  return { record, key };
}
