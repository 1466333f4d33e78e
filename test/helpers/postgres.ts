import { randomBytes } from "node:crypto";
import pg from "pg";

/** Where the tests may make databases of their own. */
export const postgresUrl = process.env.TEST_POSTGRES_URL ?? "postgres://postgres@127.0.0.1:5432/postgres";

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl, connectionTimeoutMillis: 3000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Makes an empty database and answers with its URL and the way to be rid of it. */
export async function createDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `fq_test_${randomBytes(6).toString("hex")}`;
  await onServer(`create database ${name}`);
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(`drop database if exists ${name} with (force)`) };
}

export async function isPostgresReachable(): Promise<boolean> {
  return onServer("select 1").then(
    () => true,
    () => false,
  );
}
