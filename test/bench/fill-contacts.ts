import { asTestsRole } from "../helpers/postgres.ts";
import { words } from "./contacts.ts";
import { connectDirectly } from "./direct-connection.ts";
import type { Storage } from "./storage.ts";

// Made as contactOf makes them, but for addresses of another domain: they lie among those of an upload in the index.
const insertContacts = `
  insert into contacts (organization_id, id, email, fields, custom_properties, created_at, updated_at)
  select $1, 'con_' || lpad(n::text, 26, '0'),
    lower(($3::text[])[n % $4 + 1]) || '.' || to_hex((n * 2654435761) & 4294967295) || '-' || n || '@example.org',
    jsonb_build_object(
      'firstName', ($3::text[])[n % $4 + 1], 'lastName', ($5::text[])[n % $6 + 1],
      'name', ($3::text[])[n % $4 + 1] || ' ' || ($5::text[])[n % $6 + 1], 'phone', '+49301' || (1000000 + n % 9000000),
      'city', ($7::text[])[n % $8 + 1], 'countryCode', ($9::text[])[n % $10 + 1],
      'employmentTitle', ($11::text[])[n % $12 + 1]),
    '{}'::jsonb, timestamptz '2020-01-01' + n * interval '1 second', timestamptz '2020-01-01' + n * interval '1 second'
  from generate_series(0, $2::bigint - 1) as n`;

interface Definition {
  name: string;
  definition: string;
}

// Constraints bring indexes along, which have the constraint's name.
const findConstraints = `
  select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
  where conrelid = 'contacts'::regclass and contype in ('p', 'u')`;

const findIndexes = `
  select indexname as name, indexdef as definition from pg_indexes
  where tablename = 'contacts' and schemaname = current_schema() and indexname not in (
    select conname from pg_constraint where conrelid = 'contacts'::regclass)`;

/** What was filled in is on the disk before anything is measured. It takes a right that the backend's role has not. */
async function writeOut(storage: Storage): Promise<void> {
  const { env } = storage;
  const role = env.DATABASE_URL === undefined ? env : { ...env, DATABASE_URL: asTestsRole(env.DATABASE_URL) };
  const connection = await connectDirectly({ ...storage, env: role });
  try {
    await connection.query("checkpoint");
  } finally {
    await connection.close();
  }
}

/**
 * Puts contacts into a storage past the backend, which has ended: indexes are left aside and made anew, as somebody
 * would who moves a large database.
 */
export async function fillContacts(storage: Storage, organizationId: string, contacts: number): Promise<void> {
  const connection = await connectDirectly(storage);
  const lists = Object.values(words).flatMap((list) => [list, list.length]);
  try {
    const constraints = await connection.query<Definition>(findConstraints);
    const indexes = await connection.query<Definition>(findIndexes);
    for (const { name } of constraints) await connection.query(`alter table contacts drop constraint ${name}`);
    for (const { name } of indexes) await connection.query(`drop index ${name}`);
    await connection.query(insertContacts, [organizationId, contacts, ...lists]);
    for (const { name, definition } of constraints) {
      await connection.query(`alter table contacts add constraint ${name} ${definition}`);
    }
    for (const { definition } of indexes) await connection.query(definition);
    await connection.query("vacuum analyze contacts");
  } finally {
    await connection.close();
  }
  await writeOut(storage);
}
