import type { Event, Import, ImportRow } from "@firstquadrant/core-client";
import { describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { runningBackend } from "../helpers/running-backend.ts";

describe.each(databases)("rejected rows that are mended (%s)", (database) => {
  const running = runningBackend(database);
  const call = (method: string, path: string, body?: unknown) => send(running.backend, method, `/v5${path}`, body);

  async function upload(id: string, bytes: string | Buffer, query = "") {
    const answer = await fetch(`${running.backend.url}/v5/imports/${id}/file${query}`, {
      method: "PUT",
      headers: { Authorization: `Bearer ${running.backend.apiKey}`, "Content-Type": "text/csv" },
      body: new Uint8Array(Buffer.from(bytes)),
    });
    const body = JSON.parse(await answer.text());
    return { status: answer.status, body };
  }

  async function rowsCsv(id: string): Promise<string> {
    const answer = await fetch(`${running.backend.url}/v5/imports/${id}/rows.csv?filter.outcome.equals=rejected`, {
      headers: { Authorization: `Bearer ${running.backend.apiKey}` },
    });
    return answer.text();
  }

  const get = async (id: string): Promise<Import> => (await call("GET", `/imports/${id}`)).body;
  const rowsOf = async (id: string): Promise<ImportRow[]> =>
    (await call("GET", `/imports/${id}/rows?sort=asc&limit=100`)).body;
  const eventsOf = async (id: string, type: string): Promise<Event[]> =>
    (await call("GET", `/events?filter.importId.equals=${id}&filter.type.equals=${type}&sort=asc&limit=100`)).body;

  /** Starts the import, and waits for the end of its runs. */
  async function work(id: string): Promise<Import> {
    const before = (await get(id)).lastRun?.id;
    expect((await call("POST", `/imports/${id}/start`)).status).toBe(200);
    return eventually(async () => {
      const found = await get(id);
      expect(found.status).toBe("completed");
      expect(found.lastRun?.id).not.toBe(before);
      return found;
    });
  }

  const fieldMapping = { email: "Email", name: "Name", city: "City" };
  const sample = [
    "Email,Name,City",
    "good@example.com,Good,Rome",
    "ada(at)example.com,=1+1,Rome",
    "bob,'=quoted,Paris",
    ",No Address,Oslo",
    "fine@example.com,Fine,Bern",
    "",
  ].join("\n");

  let made = 0;
  async function imported(text = sample, more: object = {}): Promise<Import> {
    made += 1;
    const { id } = (await call("POST", "/imports", { name: `Mended ${made}`, method: "upload", fieldMapping, ...more }))
      .body;
    expect((await upload(id, text.replaceAll("@example.com", `@${made}.example.com`))).status).toBe(200);
    return work(id);
  }

  test("come in: the rejected rows are downloaded, mended, and uploaded again", async () => {
    const first = await imported();
    expect(first.counts).toMatchObject({ received: 5, created: 2, rejected: 3 });
    const rejected = await eventsOf(first.id, "contact.rejected");
    expect(rejected).toHaveLength(3);

    const csv = await rowsCsv(first.id);
    expect(csv).toContain("Row,Outcome,Reasons,Email,Name,City\r\n");
    expect(csv).toContain("'=1+1");
    expect(csv).toContain("''=quoted");
    const mended = csv
      .replace(",ada(at)example.com,", ",ada@mended.example,")
      .replace(/,bob,/, ",bob@mended.example,")
      .replace(/,,No Address/, ",nobody@mended.example,No Address");
    const file = await upload(first.id, mended);
    expect(file).toMatchObject({ status: 200 });
    const tried = (await call("POST", `/imports/${first.id}/preview`, {})).body;
    expect(tried.counts).toMatchObject({ received: 3, created: 3 });
    expect(tried.fieldMapping).toEqual(fieldMapping);
    expect((await get(first.id)).counts).toEqual(first.counts);

    const ended = await work(first.id);
    expect(ended.counts).toEqual({ ...first.counts, created: 5, rejected: 0 });
    expect(ended.lastRun?.counts).toMatchObject({ received: 3, created: 3, rejected: 0 });
    const rows = await rowsOf(first.id);
    expect(rows.map(({ outcome }) => outcome)).toEqual(Array(5).fill("created"));
    expect(rows[1]).toMatchObject({
      input: { Email: "ada@mended.example", Name: "=1+1", City: "Rome" },
      contact: { email: "ada@mended.example", name: "=1+1" },
      warnings: [],
      errors: [],
    });
    expect(rows[2]?.contact).toMatchObject({ name: "'=quoted" });

    // What was told stays as it was told; what is new is told once.
    expect(await eventsOf(first.id, "contact.rejected")).toEqual(
      rejected.map((event) => ({ ...event, data: { ...event.data, import: expect.anything() } })),
    );
    const imports = await eventsOf(first.id, "contact.imported");
    expect(imports).toHaveLength(5);
    expect(new Set(imports.map(({ data }) => JSON.stringify(data)))).toHaveProperty("size", 5);
  });

  test("may be some of them, saved by Excel with semicolons in Windows-1252", async () => {
    const first = await imported();
    const lines = (await rowsCsv(first.id)).replace("\uFEFF", "").trim().split("\r\n");
    const [header = "", ada = ""] = lines;
    const saved = [header, ada.replace(",ada(at)example.com,", ",zoe@excel.example,").replace("Rome", "Zürich")]
      .map((line) => line.replace(/"[^"]*(""[^"]*)*"/, "reasons").replaceAll(",", ";"))
      .join("\r\n");
    expect((await upload(first.id, Buffer.from(saved, "latin1"), "?encoding=windows-1252")).status).toBe(200);
    const ended = await work(first.id);
    expect(ended.counts).toEqual({ ...first.counts, created: 3, rejected: 2 });
    expect((await rowsOf(first.id))[1]?.contact).toMatchObject({ email: "zoe@excel.example", city: "Zürich" });
  });

  test("that are rejected again stay one row each, with the new reasons; what did not change is no news", async () => {
    const first = await imported();
    const csv = await rowsCsv(first.id);
    await upload(first.id, `${csv.replace(",ada(at)example.com,", ",ada at example.com,")}`);
    const ended = await work(first.id);
    expect(ended.counts).toEqual(first.counts);
    expect(ended.lastRun?.counts).toMatchObject({ received: 3, rejected: 3 });
    const rows = await rowsOf(first.id);
    expect(rows).toHaveLength(5);
    expect(rows[1]).toMatchObject({
      outcome: "rejected",
      input: { Email: "ada at example.com" },
      errors: [{ message: 'is no email address: "ada at example.com"' }],
    });
    const told = await eventsOf(first.id, "contact.rejected");
    expect(told).toHaveLength(4);
    expect(told.at(-1)?.data).toMatchObject({ row: { id: rows[1]?.id, input: { Email: "ada at example.com" } } });

    await upload(first.id, (await rowsCsv(first.id)).replace(",ada at example.com,", ",ada@again.example,"));
    expect((await work(first.id)).counts).toEqual({ ...first.counts, created: 3, rejected: 2 });
    expect(await eventsOf(first.id, "contact.rejected")).toHaveLength(4);
    expect(await eventsOf(first.id, "contact.imported")).toHaveLength(3);
  });

  test("keep their columns in the order of the file, mended or rejected again", async () => {
    const { id } = await imported();
    const csv = await rowsCsv(id);
    await upload(id, csv.replace(",ada(at)example.com,", `,ada@${made}.example.com,`).replace(",bob,", ",bobby,"));
    await work(id);
    const received = (await rowsOf(id)).map(({ input }) => Object.keys(input as object));
    expect(received).toEqual(Array.from({ length: 5 }, () => ["Email", "Name", "City"]));
  });

  test("are mended once: what is uploaded a second time is left out and told, whatever it says", async () => {
    const first = await imported();
    const mended = (await rowsCsv(first.id)).replace(",ada(at)example.com,", ",one@twice.example,");
    await upload(first.id, mended);
    const once = await work(first.id);
    expect(once.counts).toEqual({ ...first.counts, created: 3, rejected: 2 });

    await upload(first.id, mended.replace("one@twice.example", "two@twice.example"));
    const twice = await work(first.id);
    expect(twice.counts).toEqual({ ...once.counts, received: 6, skipped: 1 });
    const rows = await rowsOf(first.id);
    expect(rows.at(-1)).toMatchObject({ outcome: "skipped", contact: null });
    expect(rows.at(-1)?.warnings).toEqual([
      {
        field: "Row",
        message: `names ${rows[1]?.id}, which is created and not rejected any more: the record was left out`,
      },
    ]);
    expect((await call("GET", "/contacts/count?filter.email.endsWith=@twice.example")).body).toEqual({ count: 1 });
  });

  test("in another import are records of their own, and so is a line that was added", async () => {
    const first = await imported();
    const csv = await rowsCsv(first.id);
    const other = await imported("Email\nother@example.com\n");
    const added = `${csv.replace(",ada(at)example.com,", ",ada@other.example,")},,,added@other.example,Added,\r\n`;
    await upload(other.id, added);
    const ended = await work(other.id);
    expect(ended.counts).toMatchObject({ received: 5, created: 3, rejected: 2 });
    const rows = await rowsOf(other.id);
    expect(rows[1]?.warnings).toMatchObject([
      { field: "Row", message: expect.stringContaining("no row of this import") },
    ]);
    expect(rows.at(-1)).toMatchObject({
      warnings: [],
      input: { Email: "added@other.example", Name: "Added", City: "" },
    });
    expect((await get(first.id)).counts).toEqual(first.counts);
  });

  test("are no proposals for fields, and columns that were called so come back under their names", async () => {
    const text = "Email,Row,Outcome\nbad,7,+49 won\n";
    const first = await imported(text, { fieldMapping: { email: "Email", "customProperties.row": "Row" } });
    const csv = await rowsCsv(first.id);
    expect(csv).toContain("Row,Outcome,Reasons,");
    await upload(first.id, csv.replace(",bad", ",mended@columns.example"));
    expect((await work(first.id)).counts).toMatchObject({ received: 1, created: 1 });
    const [row] = await rowsOf(first.id);
    expect(row?.input).toEqual({ Email: "mended@columns.example", Row: "7", Outcome: "+49 won" });

    const fresh = (await call("POST", "/imports", { name: "Proposed", method: "upload" })).body;
    await upload(fresh.id, csv.replace(",bad", ",mended@columns.example"));
    const tried = (await call("POST", `/imports/${fresh.id}/preview`, {})).body;
    expect(Object.values(tried.fieldMapping)).not.toContain("Reasons");
    expect(tried.fieldMapping).toMatchObject({ email: "Email" });
  });

  test("are still unreadable while they say the same, and come in when they do not", async () => {
    const first = await imported("Email,Name\nok@example.com,Ok\nwide@example.com,A,too,many\n");
    expect(first.counts).toMatchObject({ received: 2, rejected: 1 });
    const csv = await rowsCsv(first.id);
    await upload(first.id, csv.replace("rejected", "looked at"));
    const same = await work(first.id);
    expect(same.counts).toMatchObject({ received: 2, rejected: 1 });
    expect((await rowsOf(first.id))[1]?.errors).toMatchObject([{ message: expect.stringContaining("has 4 values") }]);
    expect(await eventsOf(first.id, "contact.rejected")).toHaveLength(1);
    await upload(first.id, csv.replace("too,many", ","));
    expect((await work(first.id)).counts).toMatchObject({ received: 2, rejected: 0, created: 2 });
  });

  test("are mended over the API, too", async () => {
    const { id } = (await call("POST", "/imports", { name: "Hook", method: "webhook", fieldMapping })).body;
    await call("POST", `/imports/${id}/start`);
    const records = [{ Email: "bad" }, { Email: "worse" }];
    const sent = (await call("POST", `/imports/${id}/contacts/batch`, { records })).body;
    const [bad, worse] = sent.results.map(({ row }: { row: { id: string } }) => row.id);

    const mended = [{ Email: "mended@hook.example" }, { Email: "new@hook.example" }, { Email: "again@hook.example" }];
    const tooFew = await call("POST", `/imports/${id}/contacts/batch`, { records: mended, rowIds: [bad] });
    expect(tooFew).toMatchObject({ status: 422, body: { details: [{ field: "rowIds" }] } });
    const answer = await call("POST", `/imports/${id}/contacts/batch`, { records: mended, rowIds: [bad, null, bad] });
    expect(answer.body.results).toMatchObject([
      { outcome: "created", row: { id: bad } },
      { outcome: "created", warnings: [] },
      { outcome: "skipped", warnings: [{ field: "Row" }] },
    ]);
    expect(answer.body.counts).toMatchObject({ received: 3, created: 2, skipped: 1 });
    expect((await get(id)).counts).toMatchObject({ received: 4, created: 2, skipped: 1, rejected: 1 });
    const left = await rowsOf(id);
    expect(left.find(({ outcome }) => outcome === "rejected")?.id).toBe(worse);
  });

  test("of an import that is undone: the file is worked through again, and the mended ones after it", async () => {
    const first = await imported();
    await upload(first.id, (await rowsCsv(first.id)).replace(",ada(at)example.com,", ",ada@anew.example,"));
    await work(first.id);
    expect((await call("POST", `/imports/${first.id}/undo`)).body).toMatchObject({ reversed: { contactsRemoved: 3 } });
    expect((await work(first.id)).counts).toMatchObject({ received: 11, created: 6, rejected: 5 });
    const contacts = await call("GET", `/contacts/count?filter.importId.equals=${first.id}`);
    expect(contacts.body).toEqual({ count: 3 });
  });

  test("in a file that was undone alone are not mended by it again when another file comes", async () => {
    const first = await imported();
    await upload(first.id, (await rowsCsv(first.id)).replace(",ada(at)example.com,", ",wrong@replaced.example,"));
    const { lastRun } = await work(first.id);
    expect((await call("POST", `/imports/${first.id}/undo`, { runId: lastRun?.id })).status).toBe(200);
    const next = (await rowsCsv(first.id)).replace(/,bob,/, ",bob@replaced.example,");
    await upload(first.id, next);
    expect((await work(first.id)).lastRun?.counts).toMatchObject({ received: 2, created: 1, rejected: 1 });
    const found = await call("GET", "/contacts?filter.email.endsWith=@replaced.example");
    expect(found.body).toMatchObject([{ email: "bob@replaced.example" }]);
  });

  test("can be undone with the run that mended them, and forgotten with all that was told of them", async () => {
    const first = await imported();
    await upload(first.id, (await rowsCsv(first.id)).replace(",ada(at)example.com,", ",ada@undone.example,"));
    const { lastRun } = await work(first.id);
    const [, row] = await rowsOf(first.id);
    const contactId = row?.contact?.id;
    const exported = (await call("GET", `/contacts/${contactId}/export`)).body;
    expect(exported.events.map(({ type }: Event) => type)).toEqual(["contact.rejected", "contact.imported"]);

    const undone = await call("POST", `/imports/${first.id}/undo`, { runId: lastRun?.id });
    expect(undone.body).toMatchObject({ reversed: { contactsRemoved: 1 }, kept: [] });
    expect((await call("POST", `/contacts/${contactId}/forget`)).status).toBe(200);
    const events = JSON.stringify((await call("GET", `/events?filter.importId.equals=${first.id}&limit=100`)).body);
    expect(events).not.toContain("ada@undone.example");
    expect(events).not.toContain("ada(at)example.com");
  });
});
