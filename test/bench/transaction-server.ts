/**
 * A program of the bench: a server of the classical kind, which has a transaction for each request. It takes a contact
 * into the product's own tables, statement by statement, and answers after the commit. What the product does besides
 * (normalising, policies, questions, deliveries) it leaves out. It holds the import's row no longer than it must; with
 * LOCKS_FIRST it locks the row before all else, as code does that must know that the import still runs.
 */
import fastify from "fastify";
import pg from "pg";
import { openEmbedded } from "../../backend/src/db/embedded.ts";
import { acrossOrganizations } from "../../backend/src/db/reach.ts";
import { newBareId, newId } from "../../backend/src/ids.ts";
import type { BenchContact } from "./contacts.ts";
import { reachOfAll } from "./direct-connection.ts";

type Query = (name: string, text: string, parameters: unknown[]) => Promise<Record<string, unknown>[]>;
type Transaction = <Result>(work: (query: Query) => Promise<Result>) => Promise<Result>;

const selectImport = `
  select status, field_mapping, on_conflict from imports
  where organization_id = $1 and id = $2 ${process.env.LOCKS_FIRST ? "for no key update" : ""}`;

const upsertContact = `
  insert into contacts (organization_id, id, email, fields, custom_properties, import_id, created_at, updated_at)
  values ($1, $2, $3, $4::jsonb, '{}'::jsonb, $5, $6, $6)
  on conflict (organization_id, email) do update set fields = contacts.fields || excluded.fields,
    updated_at = excluded.updated_at
  returning id`;

const insertRow = `
  insert into import_rows (organization_id, id, import_id, outcome, input, contact_id, contact, changed, warnings, errors,
    created_at)
  values ($1, $2, $3, 'created', $4::json, $5, $6::json, $7::json, '[]'::json, '[]'::json, $8)`;

const insertEvent = `
  insert into events (organization_id, id, type, import_id, data, created_at)
  values ($1, $2, 'contact.imported', $3, $4::jsonb, $5)`;

const countOne = `
  update imports set received = received + 1, created = created + 1
  where organization_id = $1 and id = $2 and status = 'running'
  returning id`;

function postgresTransactions(connectionString: string): Transaction {
  const pool = new pg.Pool({ connectionString, max: 20, options: reachOfAll });
  return async (work) => {
    const client = await pool.connect();
    try {
      await client.query("begin");
      const result = await work(async (name, text, values) => (await client.query({ name, text, values })).rows);
      await client.query("commit");
      return result;
    } catch (error) {
      await client.query("rollback");
      throw error;
    } finally {
      client.release();
    }
  };
}

async function embeddedTransactions(folder: string): Promise<Transaction> {
  const db = await openEmbedded(folder);
  return (work) =>
    acrossOrganizations("a bench is nobody's", () =>
      db.tx((tx) => work((name, text, parameters) => tx.query({ name, text }, parameters))),
    );
}

const { DATABASE_URL, DATA_DIR = "", ORGANIZATION_ID: organizationId, IMPORT_ID: importId } = process.env;
const transaction = DATABASE_URL ? postgresTransactions(DATABASE_URL) : await embeddedTransactions(DATA_DIR);

async function takeIn({ email: given, ...fields }: BenchContact) {
  const email = given.trim().toLowerCase();
  const now = new Date().toISOString();
  const changed = ["email", ...Object.keys(fields)];
  return transaction(async (query) => {
    const [found] = await query("select-import", selectImport, [organizationId, importId]);
    if (found?.status !== "running") throw new Error("The import does not run.");
    const [contact] = await query("upsert-contact", upsertContact, [
      organizationId,
      newId("con"),
      email,
      JSON.stringify(fields),
      importId,
      now,
    ]);
    const row = newBareId();
    const input = JSON.stringify({ contact: { email: given, ...fields } });
    const snapshot = JSON.stringify({ id: contact?.id, email, ...fields });
    await query("insert-row", insertRow, [
      organizationId,
      row,
      importId,
      input,
      contact?.id,
      snapshot,
      JSON.stringify(changed),
      now,
    ]);
    await query("insert-event", insertEvent, [
      organizationId,
      newBareId(),
      importId,
      JSON.stringify({ contact: { id: contact?.id, email, ...fields }, outcome: "created", changed }),
      now,
    ]);
    const [counted] = await query("count-one", countOne, [organizationId, importId]);
    if (counted === undefined) throw new Error("The import does not run any more.");
    return { outcome: "created", contact: { id: contact?.id, email, ...fields }, row: { id: row } };
  });
}

const server = fastify();
server.post<{ Body: { contact: BenchContact } }>("/contacts", (request) => takeIn(request.body.contact));
const url = await server.listen({ host: "127.0.0.1", port: 0 });
process.stdout.write(`SERVER_URL=${url}\n`);
