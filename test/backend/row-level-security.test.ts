import { spawnSync } from "node:child_process";
import path from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { addKey } from "../helpers/add-key.ts";
import { send } from "../helpers/api.ts";
import { type Backend, createStorage, databases, type Storage, startBackend } from "../helpers/backend.ts";
import { inDatabase } from "../helpers/in-database.ts";
import { asTestsRole } from "../helpers/postgres.ts";
import { runningBackend, runningImport } from "../helpers/running-backend.ts";

// Whom row-level security does not bind has no wall to be tested, unless a role is made that it binds.
const isUnbound = process.env.TEST_POSTGRES_UNBOUND === "yes";
const isBound = databases.includes("postgres") && (!isUnbound || process.env.TEST_POSTGRES_ROLES === "yes");
const behindWalls = isBound ? describe : describe.skip;

/** What the backend's own database lets through of statements that name no organization. */
function tryReach({ env }: Storage, one: string, other: string): Record<string, unknown> {
  const script = path.join(__dirname, "../helpers/try-reach.mjs");
  const { stdout, stderr } = spawnSync(process.execPath, ["--conditions=source", script, one, other], {
    env: { PATH: process.env.PATH, ...env },
    encoding: "utf8",
  });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}

const someOrganization = `org_${"0".repeat(26)}`;
const anotherOrganization = `org_${"1".repeat(26)}`;

const refused = {
  nobodyReads: expect.stringContaining("on behalf of nobody"),
  nobodyBegins: expect.stringContaining("on behalf of nobody"),
  toAnother: expect.stringMatching(/^Work of org_\w+ was about to turn to org_\w+\./),
  toAll: expect.stringMatching(/^Work of org_\w+ was about to turn to all organizations \(a try\)\./),
  toWhatIsNone: expect.stringContaining("is no organization"),
};

describe.each(databases)("work on the database %s", (database) => {
  test("says whose it is, and turns to nobody else", async () => {
    const storage = await createStorage(database);
    try {
      expect(tryReach(storage, someOrganization, anotherOrganization)).toMatchObject(refused);
    } finally {
      await storage.remove();
    }
  });
});

behindWalls("a statement that forgets its organization", () => {
  const running = runningBackend("postgres");
  let one: Backend;
  let other: Backend;
  const tables = ["api_keys", "contacts", "custom_fields", "events", "import_rows", "imports", "subscriptions"];
  const views = ["event_log"];

  beforeAll(async () => {
    one = running.backend;
    other = await addKey(one, running.storage, { scopes: ["urn:firstquadrant:*:*:write"] });
    for (const who of [one, other]) {
      const { id } = await runningImport(who, { name: "Shared name" });
      await send(who, "POST", `/v5/imports/${id}/contacts`, { contact: { email: "ada@example.com" } });
      await send(who, "POST", "/v5/subscriptions", { targetUrl: one.url, eventTypes: ["import.status_changed"] });
      await send(who, "POST", "/v5/contact-fields", { key: "plan", label: "Plan", type: "text" });
    }
  });

  /** Whose rows a table shows to a reach, or to none. */
  const ownersIn = (table: string, reach: string | null, column = "organization_id") =>
    inDatabase(
      running.storage,
      async (client) => {
        const found = await client.query(`select distinct ${column} as owner from ${table} order by 1`);
        return found.rows.map(({ owner }) => owner);
      },
      reach,
    );

  test("sees its own organization's rows in every table and view, and those of nobody where none is set", async () => {
    for (const table of [...tables, ...views]) {
      const found = {
        own: await ownersIn(table, other.organizationId),
        all: await ownersIn(table, "*"),
        none: await ownersIn(table, null),
        blank: await ownersIn(table, ""),
      };
      const all = [one.organizationId, other.organizationId].toSorted();
      expect([table, found]).toEqual([table, { own: [other.organizationId], all, none: [], blank: [] }]);
    }
    expect(await ownersIn("organizations", other.organizationId, "id")).toEqual([other.organizationId]);
  });

  test("changes and deletes no row of another, and inserts none", async () => {
    await inDatabase(
      running.storage,
      async (client) => {
        await client.query("begin");
        const changed = await client.query("update imports set name = name || '!' returning organization_id");
        expect(changed.rows).toEqual([{ organization_id: other.organizationId }]);
        const gone = await client.query("delete from contacts returning organization_id");
        expect(gone.rows).toEqual([{ organization_id: other.organizationId }]);
        const over = client.query("update imports set organization_id = $1", [one.organizationId]);
        await expect(over).rejects.toThrow("violates row-level security policy");
        await client.query("rollback");
        const insert = client.query(
          `insert into contacts (organization_id, id, email, fields, custom_properties, created_at, updated_at)
           values ($1, 'con_1', 'x@example.com', '{}', '{}', now(), now())`,
          [one.organizationId],
        );
        await expect(insert).rejects.toThrow("violates row-level security policy");
      },
      other.organizationId,
    );
  });

  test("gets no further through the backend's own pool, whoever used a connection before", () => {
    expect(tryReach(running.storage, one.organizationId, other.organizationId)).toEqual({
      ...refused,
      seen: [one.organizationId],
      seenAcross: [one.organizationId, other.organizationId].toSorted(),
      changed: [one.organizationId],
      writesForAnother: expect.stringContaining("violates row-level security policy"),
      strayed: 0,
    });
  });
});

behindWalls("a role that row-level security does not bind", () => {
  test("is served, and its operator is told; one that it binds is not", async () => {
    const storage = await createStorage("postgres");
    const asTests = { ...storage.env, DATABASE_URL: asTestsRole(storage.env.DATABASE_URL ?? "") };
    try {
      for (const [env, isWarned] of [
        [storage.env, false],
        [asTests, isUnbound],
      ] as const) {
        const backend = await startBackend({ ...storage, env });
        expect((await fetch(`${backend.url}/health/ready`)).status).toBe(200);
        await backend.stop();
        expect(backend.log().includes("row-level security does not bind the role")).toBe(isWarned);
      }
    } finally {
      await storage.remove();
    }
  });
});
