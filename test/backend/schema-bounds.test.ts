import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { checkBounds } from "../helpers/check-bounds.ts";
import { sqlTextsOf } from "../helpers/sql-texts.ts";

const backend = path.resolve(__dirname, "../../backend");
const filesIn = (folder: string, ending: string) =>
  readdirSync(path.join(backend, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending))
    .toSorted()
    .map((file) => ({
      file: file.split(path.sep).join("/"),
      text: readFileSync(path.join(backend, folder, file), "utf8"),
    }));

const tenantless = new Set([
  "organizations",
  "migrations",
  "process_starts",
  "prospects",
  "prospect_cells",
  "oauth_clients",
  "oauth_requests",
  "oauth_secrets",
]);
const tables = new Set(
  filesIn("migrations", ".sql")
    .flatMap(({ text }) => [...text.matchAll(/^create (?:table|view) ([a-z_]+)/gm)])
    .flatMap(({ 1: table = "" }) => (tenantless.has(table) ? [] : [table])),
);

/** Statements that do not name one organization, and why they need not. */
const exceptions: Record<string, string> = {
  "deliveries/cancel-unwanted.ts cancel": "a sweep: takes back what is owed to subscriptions that have ended, of all",
  "deliveries/claim.ts listDue":
    "finds whose deliveries are due; each organization's are claimed by a statement of its own",
  "events/event-list.ts eventList": "narrows the log of events; the list around it names the organization",
  "events/fan-out.ts owe": "a part: its source is events of one organization, which the statements around it name",
  "imports/import-rows.ts ofImport": "narrows the rows to an import's; the list around it names the organization",
  "imports/late-records.ts findWaiting":
    "finds whose late records wait; each import's are taken in by statements of its own",
  "jobs/sweep.ts sweeps": "sweeps: delete what was kept long enough, of all",
  "jobs/sweep.ts expired": "sweeps: delete what says itself when it is over, of all",
  "jobs/sweep.ts unused": "a sweep: deletes consents that no token is left of, of all",
  "oauth/grants.ts deleteOfClient": "the operator's: an app that is deleted has no consent left, in any organization",
  "lists/list.ts countAll": "its first condition is the organization",
  "lists/list.ts listPage": "its first condition is the organization",
  "qualification/ask-again.ts findImports":
    "finds whose rows wait to be asked again; each import's are by statements of their own",
  "schedules/begin-due.ts findDue": "finds whose imports are due; each is begun with by statements of its own",
  "runs/claim-run.ts findOpen": "finds whose runs are open; each is claimed by a statement of its own",
};

const sources = filesIn("src", ".ts");
const statements = sources.flatMap(({ file, text }) => sqlTextsOf(file, text));
const complaints = statements.flatMap(({ place, text }) =>
  checkBounds(text, tables).map((complaint) => ({ place, complaint })),
);

describe("every statement is bounded by the organization", () => {
  test("tables and statements were found", () => {
    expect([...tables]).toEqual(expect.arrayContaining(["api_keys", "contacts", "event_log", "import_rows"]));
    expect(statements.map(({ place }) => place)).toEqual(
      expect.arrayContaining(["keys/find-account.ts findAccountOfKey", "intake/write-batch.ts write"]),
    );
  });

  test("whatever reads or writes a tenant's table names the organization, or is excepted with a reason", () => {
    expect(complaints.filter(({ place }) => !Object.hasOwn(exceptions, place))).toEqual([]);
  });

  test("no exception is left that nothing in its file needs", () => {
    const needed = new Set(complaints.map(({ place }) => place));
    const files = new Set(sources.map(({ file }) => file));
    const isLeft = (place: string) => files.has(place.split(" ")[0] ?? "") && !needed.has(place);
    expect(Object.keys(exceptions).filter(isLeft)).toEqual([]);
  });
});

describe("the check of a statement", () => {
  const some = new Set(["contacts", "companies"]);

  test.each([
    "select id from contacts where organization_id = $1",
    "select t.id from contacts t join companies c on c.organization_id = t.organization_id where t.organization_id = $2",
    "delete from contacts where organization_id = $1 and id in (select id from contacts where organization_id = $1)",
    "update contacts c set name = $2 from jsonb_to_recordset($3) as x (id text) where c.organization_id = $1",
    "select id from contacts c, companies o where c.organization_id = $1 and o.organization_id = c.organization_id",
    "left join companies c on c.organization_id = t.organization_id",
    "insert into contacts (organization_id, id) values ($1, $2)",
    "insert into contacts (organization_id, id) select $1::text, x.id from jsonb_to_recordset($2) as x (id text)",
    "insert into contacts (organization_id) select c.organization_id from companies c where c.organization_id = $1",
    "select id from organizations order by id",
    `select id from x where name is distinct from \${contacts}`,
  ])("has nothing against %s", (text) => {
    expect(checkBounds(text, some)).toEqual([]);
  });

  test.each([
    "select id from contacts where id = $1",
    "select id, email from contacts",
    "select t.id from contacts t join companies c on c.id = t.company_id where t.organization_id = $1",
    "select t.id from contacts t join companies c on c.organization_id = t.organization_id",
    "delete from contacts where organization_id = $1 and id in (select id from contacts where email = $2)",
    "select id from contacts c, companies o where c.organization_id = $1",
    "select id from contacts c where c.organization_id = $1 and id in (select id from contacts c where c.email = $2)",
    "update contacts c set name = $2 where c.id = $1",
    "delete from contacts c using companies o where o.organization_id = $1 and o.id = c.company_id",
    "insert into contacts (id, organization_id) values ($1, $2)",
    "insert into contacts (organization_id, id) select x.organization_id, x.id from jsonb_to_recordset($1) as x (id text)",
    `select id from \${source} where id = $1`,
  ])("complains of %s", (text) => {
    expect(checkBounds(text, some)).not.toEqual([]);
  });

  test("reads SQL out of a source file, with the name of what holds it", () => {
    const source = `
      const scope = "organization_id = $1";
      const sentence = \`The file could not be fetched from \${host}.\`;
      export function find() { return \`select id from contacts where \${scope}\`; }`;
    expect(sqlTextsOf("a.ts", source)).toEqual([
      { place: "a.ts find", text: "select id from contacts where organization_id = $1" },
    ]);
  });
});
