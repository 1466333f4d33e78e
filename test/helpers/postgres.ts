import { randomBytes } from "node:crypto";
import pg from "pg";

/** Where the tests may make databases of their own. */
export const postgresUrl = process.env.TEST_POSTGRES_URL ?? "postgres://postgres@127.0.0.1:5432/postgres";

async function onServer(server: string, ...statements: string[]): Promise<pg.QueryResult | undefined> {
  const client = new pg.Client({ connectionString: server, connectionTimeoutMillis: 3000 });
  await client.connect();
  try {
    let last: pg.QueryResult | undefined;
    for (const statement of statements) last = await client.query(statement);
    return last;
  } finally {
    await client.end();
  }
}

/** A database on the server, as the role of the tests sees it or as another one does. */
function urlOf(server: string, database: string, role: { name: string; password: string } | null): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  if (role === null) return url.href;
  url.username = role.name;
  url.password = role.password;
  return url.href;
}

/**
 * Makes an empty database and answers with its URL and the way to be rid of it. It belongs to a role of its own, which
 * row-level security binds as it does not bind a superuser; where the tests may make no roles, to theirs.
 */
export async function createDatabase(server = postgresUrl): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `fq_test_${randomBytes(6).toString("hex")}`;
  if (server === postgresUrl && process.env.TEST_POSTGRES_ROLES !== "yes") {
    await onServer(server, `create database ${name}`);
    const drop = async () => {
      await onServer(server, `drop database if exists ${name} with (force)`);
    };
    return { url: urlOf(server, name, null), drop };
  }
  const role = { name, password: randomBytes(12).toString("hex") };
  await onServer(
    server,
    `create role ${name} login nosuperuser nobypassrls password '${role.password}'`,
    // Who is no superuser gives away only what is his through the role as well.
    `grant ${name} to current_user`,
    `create database ${name} owner ${name}`,
  );
  const drop = async () => {
    await onServer(server, `drop database if exists ${name} with (force)`, `drop role ${name}`);
  };
  return { url: urlOf(server, name, role), drop };
}

/** The same database as the role of the tests sees it. */
export const asTestsRole = (url: string): string => urlOf(postgresUrl, new URL(url).pathname.slice(1), null);

/** What the role of the tests may do; null when PostgreSQL is not there. */
export async function findPostgres(): Promise<{ makesRoles: boolean; passesPolicies: boolean } | null> {
  const rights = `select rolsuper or rolcreaterole as "makesRoles", rolsuper or rolbypassrls as "passesPolicies"
    from pg_roles where rolname = current_user`;
  return onServer(postgresUrl, rights).then(
    (result) => result?.rows[0] ?? null,
    () => null,
  );
}
