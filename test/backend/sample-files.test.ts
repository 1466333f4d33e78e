import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Preview } from "@firstquadrant/core-client";
import { previewSchema } from "@firstquadrant/core-client/schemas";
import { describe, expect, test } from "@jest/globals";
import iconv from "iconv-lite";
import { send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { putFile, uploadImport } from "../helpers/file-upload.ts";
import { runningBackend } from "../helpers/running-backend.ts";

const folder = path.join(__dirname, "../fixtures/csv");
const samples = readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name))] as const);

/** Files as people really have them, besides the samples. */
const made: [string, Buffer][] = [
  [
    "a preamble, and a line that names the delimiter",
    Buffer.from("sep=;\r\nExport of 2026\r\n\r\nEmail;Name\r\na@pre.example;A, B\r\nb@pre.example;C\r\n"),
  ],
  [
    "ends of lines of three kinds",
    Buffer.from('Email,Name\ra@ends.example,"A\r\nB"\r\nb@ends.example,C\nc@ends.example,D'),
  ],
  ["UTF-16 without a mark", iconv.encode("Email\tName\nłukasz@utf.example\tŁukasz\nя@utf.example\tЯ\n", "utf-16le")],
  ["single quotes", Buffer.from("'Email','Name'\n'a@single.example','A, B'\n'b@single.example','O''Neil'\n")],
  [
    "an unclosed quote",
    Buffer.from('Email,Name\na@open.example,A\nb@open.example,"B\nc@open.example,C\nd@open.example,"D, E"\n'),
  ],
  [
    "NUL and ragged lines",
    Buffer.from("Email,Name,City\na@nul.example,A\0,X\nb@nul.example\nc@nul.example,C\nd@nul.example,D,Y,,\n,,\n"),
  ],
];

describe.each(databases)("a file of somebody's (%s)", (database) => {
  const running = runningBackend(database);

  /** Uploads, accepts what is proposed, runs, and gives what was said before and what came of it. */
  async function importWhole(bytes: Buffer, query = "") {
    const { backend } = running;
    const importId = await uploadImport(backend, { fieldMapping: null });
    const { body: file } = await putFile(backend, importId, new Uint8Array(bytes), { query });
    const look = async () => (await send(backend, "POST", `/v5/imports/${importId}/preview`, {})).body;
    const proposed: Preview = await look();
    expect(previewSchema.safeParse(proposed).error).toBeUndefined();
    await send(backend, "PATCH", `/v5/imports/${importId}`, { fieldMapping: proposed.fieldMapping });
    if (file.format.confidence.encoding < 0.8) {
      await send(backend, "PATCH", `/v5/imports/${importId}/files/${file.id}`, { encoding: file.format.encoding });
    }
    const tried: Preview = await look();
    await send(backend, "POST", `/v5/imports/${importId}/start`);
    await eventually(async () => {
      expect((await send(backend, "GET", `/v5/imports/${importId}`)).body.status).toBe("completed");
    });
    const rows = (await send(backend, "GET", `/v5/imports/${importId}/rows?limit=100&orderBy=id&sort=asc`)).body;
    return { file, tried, rows };
  }

  test.each([...samples, ...made])("%s: the preview says what the run then does, row by row", async (_name, bytes) => {
    const { tried, rows } = await importWhole(bytes);
    expect(tried.rows.length).toBeGreaterThan(1);
    expect(rows).toHaveLength(tried.rows.length);
    for (const [index, { outcome, changed, warnings, errors, contact }] of tried.rows.entries()) {
      const row = rows[index];
      expect(row).toMatchObject({ outcome, changed, warnings, errors });
      if (contact === null) continue;
      const { id: _id, createdAt: _created, updatedAt: _updated, company, ...fields } = contact;
      expect(row.contact).toMatchObject(fields);
      expect(row.contact.company?.name).toBe(company?.name);
    }
  });

  const outcomesOf = (rows: { outcome: string }[]): string[] => rows.map(({ outcome }) => outcome);

  test("an unclosed quote costs its own line and no other, and says which", async () => {
    const text = `Email,Name\na@one.example,A\nb@one.example,"B\n${Array.from({ length: 40 }, (_, index) => `c${index}@one.example,C`).join("\n")}\n`;
    const { tried, rows } = await importWhole(Buffer.from(text));
    expect(outcomesOf(rows).filter((outcome) => outcome === "created")).toHaveLength(41);
    const [rejected] = rows.filter(({ outcome }: { outcome: string }) => outcome === "rejected");
    expect(rejected).toMatchObject({
      input: { Email: "b@one.example", Name: '"B' },
      errors: [{ message: "line 3 has a quote that is opened and never closed" }],
    });
    expect(tried.file).toMatchObject({ delimiter: ",", quote: '"', headerRow: 1, columns: ["Email", "Name"] });
  });

  test("lines that cannot be read are told by the line that they begin on, behind quoted line ends and a preamble too", async () => {
    const text = 'A report\n\nEmail,Name,Notes\na@line.example,A,"one\ntwo\r\nthree"\nb@line.example,B,x,y\n"c" x,C,\n';
    const { rows, file } = await importWhole(Buffer.from(text));
    expect(file.format).toMatchObject({
      headerRow: 3,
      notes: [expect.stringContaining("60%"), expect.stringContaining("Lines 1 to 2 stand before")],
    });
    expect(rows.map(({ errors }: { errors: { message: string }[] }) => errors[0]?.message)).toEqual([
      undefined,
      "line 7 has 4 values for 3 columns",
      "line 8 has text behind a closing quote",
    ]);
  });

  test("without names of columns says so, and proposes by the look of the values", async () => {
    const lines = "Ada Lovelace;ada@bare.example;+44 20 7946 0958\nGrace Hopper;grace@bare.example;+1 202 555 0143\n";
    const { file, tried, rows } = await importWhole(Buffer.from(lines));
    expect(file.format).toMatchObject({ headerRow: 0, columns: ["Column 1", "Column 2", "Column 3"] });
    expect(file.format.notes).toEqual([expect.stringContaining("Line 1 looks like a contact")]);
    expect(tried.fieldMapping).toEqual({ email: "Column 2", phone: "Column 3" });
    expect(outcomesOf(rows)).toEqual(["created", "created"]);
  });

  test("that stops being UTF-8 far behind its beginning is a guess, and is not read as if it were", async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `p${index}@late.example,Person`);
    const bytes = Buffer.concat([
      Buffer.from(`Email,Name\n${lines.join("\n")}\n`),
      iconv.encode("j@late.example,Jörg\n", "windows-1252"),
    ]);
    const importId = await uploadImport(running.backend);
    const { body } = await putFile(running.backend, importId, new Uint8Array(bytes));
    expect(body.format).toMatchObject({ encoding: "windows-1252", confidence: { encoding: 0.5 } });
    expect(body.format.notes[0]).toMatch(/begins as UTF-8 and is none further down/);
    expect(await send(running.backend, "POST", `/v5/imports/${importId}/start`)).toMatchObject({ status: 422 });
  });

  test.each([
    [
      "windows-1250",
      "Imię;Nazwisko;E-mail;Miasto\nŁukasz;Wiśniewski;l@enc.example;Łódź\nMałgorzata;Wójcik;m@enc.example;Gdańsk\n",
    ],
    ["windows-1251", "Имя;E-mail;Город\nИван;i@enc.example;Москва\nАнна;a@enc.example;Казань\n"],
    ["shift_jis", "名前;会社;メール\n山田太郎;株式会社サンプル;t@enc.example\n鈴木花子;テスト商事;h@enc.example\n"],
  ])("in %s has it suggested, and takes what is said instead", async (encoding, text) => {
    const importId = await uploadImport(running.backend);
    const { body: file } = await putFile(running.backend, importId, new Uint8Array(iconv.encode(text, encoding)));
    expect(file.format.encoding).toBe(encoding);
    expect(file.format.confidence.encoding).toBeLessThan(0.8);
    const said = await send(running.backend, "PATCH", `/v5/imports/${importId}/files/${file.id}`, {
      encoding,
      delimiter: "semicolon",
    });
    expect(said.body.format).toMatchObject({
      delimiter: ";",
      said: ["encoding", "delimiter"],
      confidence: { encoding: 1 },
      notes: [],
    });
    expect(said.body.format.columns[0]).toBe(text.split(";")[0]);
  });

  test("has its columns where a person says, however far down, and nowhere where nothing stands", async () => {
    const importId = await uploadImport(running.backend);
    const preamble = Array.from({ length: 119 }, (_, index) => (index === 5 ? "" : `Page ${index}`)).join("\n");
    const text = `${preamble}\nEmail;Name\na@far.example;A\n`;
    const far = await putFile(running.backend, importId, text, { query: "?headerRow=120" });
    expect(far.body.format).toMatchObject({ headerRow: 120, columns: ["Email", "Name"], delimiter: ";" });
    const tried = (await send(running.backend, "POST", `/v5/imports/${importId}/preview`, {})).body;
    expect(tried.rows).toMatchObject([{ outcome: "created", contact: { email: "a@far.example" } }]);
    for (const headerRow of [6, 500]) {
      const said = await send(running.backend, "PATCH", `/v5/imports/${importId}/files/${far.body.id}`, { headerRow });
      expect(said).toMatchObject({ status: 422, body: { details: [{ field: "headerRow" }] } });
    }
  });

  test("is not read as nobody can", async () => {
    const importId = await uploadImport(running.backend);
    for (const [query, field] of [
      ["?encoding=klingon", "encoding"],
      ["?delimiter=xx", "delimiter"],
      ["?delimiter=%22", "delimiter"],
      ["?quote=ab", "quote"],
    ]) {
      const { status, body } = await putFile(running.backend, importId, "Email\nx@example.com\n", {
        query: query ?? "",
      });
      expect([status, body.details?.[0]?.field]).toEqual([422, field]);
    }
  });
});
