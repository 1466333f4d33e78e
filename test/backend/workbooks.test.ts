import { importFileSchema, previewSchema } from "@firstquadrant/core-client/schemas";
import { describe, expect, test } from "@jest/globals";
import { strToU8, zipSync } from "fflate";
import { send } from "../helpers/api.ts";
import { createStorage, databases, startBackend } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { keptFiles, putFile, uploadImport } from "../helpers/file-upload.ts";
import { runningBackend } from "../helpers/running-backend.ts";
import { type Cell, workbook, workbookParts } from "../helpers/workbook.ts";

const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const formula = { xml: '<c r="REF" t="str"><f>A1&amp;"x"</f><v>Cached &amp; kept</v></c>' };
const inline = { xml: '<c r="REF" t="inlineStr"><is><r><t>In</t></r><r><t>line_x0041_</t></r></is></c>' };

const people = workbook([
  { name: "Old", state: "hidden", rows: { 1: ["Nothing"] } },
  {
    name: "People",
    rows: {
      1: ["Customers of 2026"],
      3: ["Email", "Name", "Phone", "Since", "Seen", "Zip", "Rate", "Active", "Source"],
      4: [
        "ada@sheet.example",
        "Ada Lovelace",
        493012345678,
        { number: 45_000, style: 1 },
        { number: 45_000.5, style: 2 },
        { number: 1234, style: 3 },
        0.30000000000000004,
        true,
        formula,
      ],
      6: ["grace@sheet.example", inline, null, { number: 1, style: 1 }, null, null, { number: 12.5, style: 4 }, false],
      7: [null, "", null],
      9: ["no address", "Nobody"],
      10: ["wide@sheet.example", "W", null, null, null, null, null, null, null, "behind the last column"],
    },
  },
  { name: "2", rows: { 1: ["Email"], 2: ["second@sheet.example"] } },
]);

describe.each(databases)("a workbook (%s)", (database) => {
  const running = runningBackend(database);

  const put = (importId: string, bytes: Buffer, type = xlsx, query = "") =>
    putFile(running.backend, importId, new Uint8Array(bytes), { headers: { "Content-Type": type }, query });

  const refusalOf = async (bytes: Buffer): Promise<{ status: number; message: string }> => {
    const { status, body } = await put(await uploadImport(running.backend), bytes);
    return { status, message: body.message };
  };

  test("goes through preview and run as a CSV does, row by row", async () => {
    const importId = await uploadImport(running.backend, { fieldMapping: null, unknownFields: "warn" });
    // What a file is, its bytes say: types and names are often wrong.
    const { status, body: file } = await put(importId, people, "text/csv");
    expect(status).toBe(200);
    expect(importFileSchema.safeParse(file).error).toBeUndefined();
    expect(file.format).toMatchObject({
      type: "xlsx",
      sheet: "People",
      sheets: ["Old", "People", "2"],
      headerRow: 3,
      columns: ["Email", "Name", "Phone", "Since", "Seen", "Zip", "Rate", "Active", "Source", "Column 10"],
      encoding: null,
    });
    expect(file.format.notes.join(" ")).toMatch(/"People" is read, and not "Old", "2".*Lines 1 to 2 stand before/);

    const tried = (await send(running.backend, "POST", `/v5/imports/${importId}/preview`, {})).body;
    expect(previewSchema.safeParse(tried).error).toBeUndefined();
    expect(tried.fieldMapping).toMatchObject({ email: "Email", name: "Name", phone: "Phone" });
    const fieldMapping = {
      email: "Email",
      name: "Name",
      ...Object.fromEntries(
        ["Phone", "Since", "Seen", "Zip", "Rate", "Active", "Source"].map((one) => [`customProperties.${one}`, one]),
      ),
    };
    await send(running.backend, "PATCH", `/v5/imports/${importId}`, { fieldMapping });
    const again = (await send(running.backend, "POST", `/v5/imports/${importId}/preview`, {})).body;
    await send(running.backend, "POST", `/v5/imports/${importId}/start`);
    const ended = await eventually(async () => {
      const found = (await send(running.backend, "GET", `/v5/imports/${importId}`)).body;
      expect(found.status).toBe("completed");
      return found;
    });
    expect(ended.counts).toEqual(again.counts);
    expect(ended.counts).toMatchObject({ received: 4, created: 3, rejected: 1 });
    const contact = async (email: string) =>
      (await send(running.backend, "GET", `/v5/contacts?filter.email.equals=${email}`)).body[0];
    expect((await contact("ada@sheet.example")).customProperties).toEqual({
      Phone: "493012345678",
      Since: "2023-03-15",
      Seen: "2023-03-15T12:00:00",
      Zip: "01234",
      Rate: "0.3",
      Active: "true",
      Source: "Cached & kept",
    });
    expect(await contact("grace@sheet.example")).toMatchObject({
      name: "InlineA",
      customProperties: { Since: "1900-01-01", Rate: "12.5", Active: "false" },
    });
  });

  test("is read from the sheet that is named or counted, and stays so when more is said", async () => {
    const importId = await uploadImport(running.backend);
    const { body: file } = await put(importId, people, xlsx, "?sheet=3");
    expect(file.format).toMatchObject({ sheet: "2", headerRow: 1, said: ["sheet"] });
    const patch = (said: object) => send(running.backend, "PATCH", `/v5/imports/${importId}/files/${file.id}`, said);
    expect((await patch({ headerRow: 0 })).body.format).toMatchObject({
      sheet: "2",
      headerRow: 0,
      columns: ["Column 1"],
    });
    expect((await patch({ sheet: "2" })).body.format).toMatchObject({ sheet: "2", headerRow: 0 });
    expect(await patch({ sheet: "9" })).toMatchObject({ status: 422, body: { details: [{ field: "sheet" }] } });
  });

  test("counts its rows as the spreadsheet does, and its days from 1904 if it says so", async () => {
    const far = { xml: '<c r="ALM40" t="str"><v>far away</v></c>' };
    const rows: Record<number, Cell[]> = {
      1: ["Email", "Since"],
      39: ["x@x.example", { number: 1.25, style: 1 }],
      40: ["y@x.example", far],
    };
    const importId = await uploadImport(running.backend);
    const { body } = await put(importId, workbook([{ name: "S", rows }], { is1904: true }));
    expect(body.format.columns).toEqual(["Email", "Since"]);
    const fieldMapping = { email: "Email", "customProperties.since": "Since" };
    const tried = (await send(running.backend, "POST", `/v5/imports/${importId}/preview`, { fieldMapping })).body;
    expect(tried.rows[0].contact.customProperties).toEqual({ since: "1904-01-02T06:00:00" });
    expect(tried.rows[1].errors[0].message).toBe("line 40 has values behind column 1000");
  });

  test("that cannot be read is refused with its reason, and nothing of it stays", async () => {
    const before = keptFiles(running.storage, running.backend);
    const sheets = [{ name: "S", rows: { 1: ["Email"], 2: ["a@b.example"] } }];
    const parts = workbookParts(sheets);
    const whole = workbook(sheets);
    const damaged = Buffer.from(
      zipSync({ ...parts, "xl/worksheets/sheet1.xml": strToU8("<worksheet><sheetData><row>") }),
    );
    const container = (name: string) =>
      Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(600), Buffer.from(name, "utf16le")]);
    // 20 MB of one text, packed in some kilobytes.
    const bomb = zipSync({ ...parts, "xl/worksheets/sheet1.xml": strToU8(`<worksheet>${"a".repeat(20_000_000)}`) });
    const reasons: [Buffer, RegExp][] = [
      [whole.subarray(0, whole.length - 40), /damaged/],
      [damaged, /damaged/],
      [Buffer.from(zipSync({ "a.txt": strToU8("x") })), /no workbook in it/],
      [Buffer.from(zipSync({ "content.xml": strToU8("<x/>") })), /OpenDocument/],
      [container("EncryptedPackage"), /password/],
      [container("Workbook"), /\.xls\)/],
      [workbook([{ name: "Empty", rows: { 1: ["", null] } }]), /no values in the sheet "Empty"/],
      [Buffer.from(bomb), /too long to be one/],
      [Buffer.from("%PDF-1.7 …"), /is a PDF/],
    ];
    for (const [bytes, reason] of reasons) {
      const refusal = await refusalOf(bytes);
      expect(refusal).toEqual({ status: 422, message: expect.stringMatching(reason) });
    }
    expect(keptFiles(running.storage, running.backend)).toEqual(before);
  });

  test("that would unpack to more than a workbook can be is refused before it is unpacked", async () => {
    const bytes = workbook([{ name: "S", rows: { 1: ["Email"], 2: ["a@b.example"] } }]);
    const claimed = Buffer.from(bytes);
    // In the list at the archive's end: the size that a part says it will have.
    const entry = claimed.indexOf(Buffer.from("PK\u0001\u0002", "latin1"));
    claimed.writeUInt32LE(0x7fffffff, entry + 24);
    expect(await refusalOf(claimed)).toEqual({
      status: 422,
      message: expect.stringMatching(/1,024 MB once it is unpacked/),
    });
    const lying = Buffer.from(bytes);
    lying.writeUInt32LE(3, lying.indexOf(Buffer.from("PK\u0001\u0002", "latin1")) + 24);
    expect(await refusalOf(lying)).toEqual({ status: 422, message: expect.stringMatching(/damaged/) });
  });
});

describe.each(databases)("a process killed in the middle of a workbook (%s)", (database) => {
  test("goes on from its last committed row: each is taken in once", async () => {
    const records = 8000;
    const rows = Object.fromEntries(
      Array.from({ length: records }, (_, index): [number, Cell[]] => [
        index + 2,
        [`p${index}@book.example`, `P ${index}`],
      ]),
    );
    const storage = await createStorage(database);
    let backend = await startBackend(storage);
    const { apiKey } = backend;
    const importId = await uploadImport(backend);
    const bytes = workbook([{ name: "S", rows: { 1: ["Email", "Name"], ...rows } }]);
    expect((await putFile(backend, importId, new Uint8Array(bytes))).status).toBe(200);
    await send(backend, "POST", `/v5/imports/${importId}/start`);
    const get = async () => (await send({ ...backend, apiKey }, "GET", `/v5/imports/${importId}`)).body;
    await eventually(async () => expect((await get()).counts.received).toBeGreaterThanOrEqual(500), {
      timeoutMs: 60_000,
      everyMs: 10,
    });
    await backend.kill();
    backend = await startBackend(storage);
    const ended = await eventually(
      async () => {
        const found = await get();
        expect(found.status).toBe("completed");
        return found;
      },
      { timeoutMs: 120_000, everyMs: 250 },
    );
    expect(ended.counts).toMatchObject({ received: records, created: records });
    await backend.stop();
    await storage.remove();
  }, 240_000);
});
