import { spawnSync } from "node:child_process";
import path from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { createStorage, databases } from "../helpers/backend.ts";

/** Tables that belong to no organization, and why they need not. */
const shared: Record<string, string> = {
  organizations: "it is the list of the organizations themselves: a reference table, copied to every node",
  migrations: "it tells how far the whole database is",
  process_starts: "one row of a process, to prove that a commit reaches the disk",
  prospects:
    "the operator's database of people, the same for all: a reference table. No index of terms serves a policy",
  oauth_clients: "the apps that the operator registered, the same for all: a reference table",
  oauth_requests: "what an app asks for before a person has answered, and so before it is anybody's: a reference table",
  oauth_secrets: "one row, with what the authorization server signs with: a reference table",
  prospect_cells: "how many prospects there are of each kind: a reference table beside them",
};

const tenantKey = "organization_id";

const named = z.object({ table: z.string(), name: z.string() });
const catalogueSchema = z.object({
  columns: z.array(named.extend({ isNotNull: z.boolean(), isIdentity: z.boolean(), default: z.string() })),
  uniques: z.array(named.extend({ isPrimary: z.boolean(), first: z.string() })),
  indexed: z.array(named.extend({ column: z.string() })),
  foreignKeys: z.array(named.extend({ target: z.string(), columns: z.array(z.string()) })),
  exclusions: z.array(named),
  triggers: z.array(named),
  rules: z.array(named),
  sequences: z.array(z.object({ name: z.string() })),
  walls: z.array(
    z.object({
      table: z.string(),
      isOn: z.boolean(),
      bindsOwner: z.boolean(),
      policies: z.array(z.record(z.string(), z.unknown())),
    }),
  ),
  views: z.array(z.object({ name: z.string(), isInvokers: z.boolean() })),
});

/** The policy that bounds a table's rows by this column: for everyone, whatever is done, and no other beside it. */
function wallBy(column: string) {
  const setting = "current_setting('firstquadrant.organization'::text, true)";
  const reads = `CASE WHEN (${column} = ${setting}) THEN true ELSE (${setting} = '*'::text) END`;
  // What may be written is what may be read, where nothing else is said.
  const policy = { for: "*", isPermissive: true, roles: "{0}", reads, writes: null };
  return { isOn: true, bindsOwner: true, policies: [policy] };
}

async function readCatalogue(database: "embedded" | "postgres"): Promise<z.infer<typeof catalogueSchema>> {
  const storage = await createStorage(database);
  try {
    const script = path.join(__dirname, "../helpers/read-catalogue.mjs");
    const { stdout, stderr } = spawnSync(process.execPath, ["--conditions=source", script], {
      env: { PATH: process.env.PATH, ...storage.env },
      encoding: "utf8",
    });
    if (stdout === "") throw new Error(stderr);
    return catalogueSchema.parse(JSON.parse(stdout));
  } finally {
    await storage.remove();
  }
}

// What Citus asks of a schema that it is to distribute by organization, as it is.
describe.each(databases)("the tables can be distributed by organization (%s)", (database) => {
  let catalogue: z.infer<typeof catalogueSchema>;
  const isTenants = ({ table }: { table: string }) => !Object.hasOwn(shared, table);
  const tablesOf = (entries: { table: string }[]) => [...new Set(entries.map(({ table }) => table))].toSorted();

  beforeAll(async () => {
    catalogue = await readCatalogue(database);
  });

  test("the catalogue was read, and every table that is excepted is there", () => {
    const tables = tablesOf(catalogue.columns);
    expect(tables).toEqual(expect.arrayContaining(["api_keys", "contacts", "imports", "import_rows", "events"]));
    expect(tables).toEqual(expect.arrayContaining(Object.keys(shared)));
  });

  test("every other table has the organization in every row", () => {
    const bounded = catalogue.columns.filter(({ name, isNotNull }) => name === tenantKey && isNotNull);
    expect(tablesOf(bounded)).toEqual(tablesOf(catalogue.columns.filter(isTenants)));
  });

  test("every other table has a primary key, and nothing in it is unique unless led by the organization", () => {
    const uniques = catalogue.uniques.filter(isTenants);
    expect(tablesOf(uniques.filter(({ isPrimary }) => isPrimary))).toEqual(
      tablesOf(catalogue.columns.filter(isTenants)),
    );
    expect(uniques.filter(({ first }) => first !== tenantKey)).toEqual([]);
  });

  test("no index of contacts holds what an update changes: room in the page would save no entry of any index", () => {
    const ofContacts = catalogue.indexed.filter(({ table }) => table === "contacts");
    expect(ofContacts.map(({ column }) => column)).toEqual(expect.arrayContaining(["id", "email", "company_id"]));
    const changing = ["fields", "custom_properties", "updated_at"];
    expect(ofContacts.filter(({ column }) => changing.includes(column))).toEqual([]);
  });

  test("no index of deliveries holds what a claim changes", () => {
    const ofDeliveries = catalogue.indexed.filter(({ table }) => table === "deliveries").map(({ column }) => column);
    expect(ofDeliveries).toEqual(expect.arrayContaining(["id", "subscription_id", "next_attempt_at"]));
    expect(ofDeliveries).not.toContain("claimed_until");
  });

  test("no foreign key leaves the organization", () => {
    const leaving = catalogue.foreignKeys.filter(
      ({ target, columns }) => target !== "organizations" && !columns.includes(tenantKey),
    );
    expect(leaving).toEqual([]);
    // A reference table may not refer to a distributed one.
    expect(catalogue.foreignKeys.filter((key) => !isTenants(key))).toEqual([]);
  });

  test("every table of organizations has its wall, and so has the list of them", () => {
    const bounded = new Set(tablesOf(catalogue.columns.filter(({ name }) => name === tenantKey)));
    const expected = catalogue.walls.flatMap(({ table }) => {
      if (table === "organizations") return { table, ...wallBy("id") };
      return bounded.has(table) ? { table, ...wallBy(tenantKey) } : [];
    });
    const readable = (expression: unknown) =>
      typeof expression === "string" ? expression.replace(/\s+/g, " ").trim() : expression;
    const walls = catalogue.walls.map((wall) => ({
      ...wall,
      policies: wall.policies.map((policy) => ({ ...policy, reads: readable(policy.reads) })),
    }));
    expect(walls.filter(({ isOn }) => isOn)).toEqual(expected);
  });

  test("no view goes around the walls with the rights of who made it", () => {
    expect(catalogue.views).not.toEqual([]);
    expect(catalogue.views.filter(({ isInvokers }) => !isInvokers)).toEqual([]);
  });

  test("there are no triggers, rules, exclusions, sequences or numbers that the database gives out", () => {
    const { triggers, rules, exclusions, sequences, columns } = catalogue;
    expect({ triggers, rules, exclusions, sequences }).toEqual({
      triggers: [],
      rules: [],
      exclusions: [],
      sequences: [],
    });
    expect(columns.filter((column) => column.isIdentity || /nextval/.test(column.default))).toEqual([]);
  });
});
