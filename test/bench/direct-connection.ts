import pg from "pg";
import { openEmbedded } from "../../backend/src/db/embedded.ts";
import { acrossOrganizations } from "../../backend/src/db/reach.ts";
import type { Storage } from "./storage.ts";

/** The database of a storage whose backend has ended, without the backend, and with the rows of all organizations. */
export interface DirectConnection {
  query<Row>(text: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** PostgreSQL's own client; null for the embedded database. */
  client: pg.Client | null;
  close(): Promise<void>;
}

/** What policies read, for a connection that serves nobody in particular. */
export const reachOfAll = "-c firstquadrant.organization=*";

/** Opens it with the role that the backend has, and the embedded one exactly as the backend does. */
export async function connectDirectly({ env }: Storage): Promise<DirectConnection> {
  if (env.DATABASE_URL !== undefined) {
    const client = new pg.Client({ connectionString: env.DATABASE_URL, options: reachOfAll });
    await client.connect();
    return {
      query: async (text, parameters = []) => (await client.query(text, [...parameters])).rows,
      client,
      close: () => client.end(),
    };
  }
  const db = await openEmbedded(env.DATA_DIR ?? "");
  return {
    query: (text, parameters) => acrossOrganizations("a bench is nobody's", () => db.query({ text }, parameters)),
    client: null,
    close: () => db.close(),
  };
}
