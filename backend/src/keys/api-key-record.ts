import type { Key } from "@firstquadrant/core-client";

/** A key as the database keeps it, without the hash of its secret. */
export interface ApiKeyRecord {
  organization_id: string;
  id: string;
  name: string;
  scopes: string[];
  created_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
  last_used_at: Date | null;
  former_secret_until: Date | null;
}

/** The columns of the record, of a source that is called `t`. The hashes of secrets leave the database with no row. */
export const apiKeyColumns = `t.organization_id, t.id, t.name, t.scopes, t.created_at, t.expires_at, t.revoked_at,
    t.last_used_at, t.former_secret_until`;

const timeOf = (time: Date | null): string | null => time?.toISOString() ?? null;

/** A key as it is answered. */
export const toKey = (record: ApiKeyRecord): Key => ({
  id: record.id,
  name: record.name,
  scopes: record.scopes,
  createdAt: record.created_at.toISOString(),
  expiresAt: timeOf(record.expires_at),
  revokedAt: timeOf(record.revoked_at),
  lastUsedAt: timeOf(record.last_used_at),
  formerSecretUntil: timeOf(record.former_secret_until),
});
