import pg from "pg";
import type { Db, OpenDb } from "./db.ts";
import { currentReach } from "./reach.ts";

// `count` and counters fit into a number; as text they would not add up.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** To read a time takes a microsecond, and the contacts of a batch have few among them. Nobody changes a `Date`. */
const readTime = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ);
const times = new Map<string, Date>();
const mostTimes = 1000;

pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => {
  const known = times.get(text);
  if (known !== undefined) return known;
  const time: Date = readTime(text);
  if (times.size >= mostTimes) times.clear();
  times.set(text, time);
  return time;
});

const poolSize = 10;

/**
 * Begins a transaction whose statements reach the rows of one organization, or of all: the policies of migration 0020
 * read the setting. It ends with the transaction, so that a connection keeps nothing for who uses it next.
 */
const beginFor = (reach: string): string => `begin; set local firstquadrant.organization = '${reach}'`;

function dbOver(source: Pick<pg.ClientBase, "query">, tx: Db["tx"]): Db {
  return {
    query: async (statement, parameters = []) => {
      const result = await source.query({
        text: statement.text,
        values: [...parameters],
        ...(statement.name && { name: statement.name }),
      });
      return result.rows;
    },
    tx,
  };
}

/** Opens PostgreSQL (15 or newer) behind a pool of ten connections. */
export function openPostgres(url: string, onError: (error: Error) => void): OpenDb {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    application_name: "firstquadrant-connect",
    // Who waits longer for a connection is better told to come back; and a server that is gone is to be noticed.
    connectionTimeoutMillis: 30_000,
    keepAlive: true,
    pipeline: true,
  });
  // A connection that breaks would otherwise end the process: the pool hears of idle ones alone. Whoever works with a
  // broken one is told by his query.
  pool.on("error", onError);
  pool.on("connect", (client) => client.on("error", () => undefined));

  // A transaction of one statement. All three are on their way before the first is answered, so it is one round trip.
  const query: Db["query"] = async <Row>(...statement: Parameters<Db["query"]>) => {
    const reach = currentReach();
    const client = await pool.connect();
    const [begun, found, committed] = await Promise.allSettled([
      client.query(beginFor(reach)),
      dbOver(client, tx).query<Row>(...statement),
      client.query("commit"),
    ]);
    client.release(committed.status === "rejected");
    if (found.status === "rejected") throw found.reason;
    for (const one of [begun, committed]) if (one.status === "rejected") throw one.reason;
    return found.value;
  };

  const tx: Db["tx"] = async (work) => {
    const reach = currentReach();
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      // What the work asks first is sent behind it: one round trip less. Of a connection that breaks, both are told.
      const begun = client.query(beginFor(reach));
      begun.catch(() => undefined);
      const nested = dbOver(client, (inner) => inner(nested));
      const result = await work(nested);
      await begun;
      await client.query("commit");
      return result;
    } catch (error) {
      await client.query("rollback").catch((cause: Error) => {
        broken = cause;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  };

  return { query, tx, close: () => pool.end() };
}
