import pg from "pg";
import type { Db, OpenDb } from "./db.ts";

// `count` and counters fit into a number; as text they would not add up.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

const poolSize = 10;

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
  const pool = new pg.Pool({ connectionString: url, max: poolSize, application_name: "firstquadrant-connect" });
  // A connection that breaks would otherwise end the process: the pool hears of idle ones alone. Whoever works with a
  // broken one is told by his query.
  pool.on("error", onError);
  pool.on("connect", (client) => client.on("error", () => undefined));

  const tx: Db["tx"] = async (work) => {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query("begin");
      const nested = dbOver(client, (inner) => inner(nested));
      const result = await work(nested);
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

  return { ...dbOver(pool, tx), close: () => pool.end() };
}
