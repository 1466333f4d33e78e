import pg from "pg";
import type { Storage } from "./backend.ts";

/**
 * Does work in a PostgreSQL database itself, beside the backend: on the rows of all organizations, or of the one that is
 * named, or without saying whose, which shows none.
 */
export async function inDatabase<Result>(
  { env }: Pick<Storage, "env">,
  work: (client: pg.Client) => Promise<Result>,
  reach: string | null = "*",
): Promise<Result> {
  const client = new pg.Client({ connectionString: env.DATABASE_URL });
  await client.connect();
  try {
    if (reach !== null) await client.query("select set_config('firstquadrant.organization', $1, false)", [reach]);
    return await work(client);
  } finally {
    await client.end();
  }
}
