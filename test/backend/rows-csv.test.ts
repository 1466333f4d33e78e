import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { type Backend, createStorage, databases, type Storage, startBackend } from "../helpers/backend.ts";

describe.each(databases)("the rows of an import as a CSV (%s)", (database) => {
  let storage: Storage;
  let backend: Backend;
  let importId: string;

  beforeAll(async () => {
    storage = await createStorage(database);
    backend = await startBackend(storage);
    const fieldMapping = { email: "Email", name: "Name" };
    const draft = (await send(backend, "POST", "/v5/imports", { name: "Rows & more", method: "webhook", fieldMapping }))
      .body;
    importId = draft.id;
    await send(backend, "POST", `/v5/imports/${importId}/start`);
    const records = [
      { Email: "good@example.com", Name: "Good" },
      { Email: "bad", Name: '=HYPERLINK("https://evil.example")' },
      { Email: "worse", Name: "Has, a comma", Extra: { nested: true } },
      ...Array.from({ length: 150 }, (_, index) => ({ Email: `no address ${index}`, Name: `N${index}` })),
    ];
    await send(backend, "POST", `/v5/imports/${importId}/contacts/batch`, { records });
  });

  afterAll(async () => {
    await backend?.stop();
    await storage?.remove();
  });

  async function download(query: string) {
    const answer = await fetch(`${backend.url}/v5/imports/${importId}/rows.csv${query}`, {
      headers: { Authorization: `Bearer ${backend.apiKey}` },
    });
    return { answer, text: await answer.text() };
  }

  test("says what was received, and why it was rejected, in the order of its coming", async () => {
    const { answer, text } = await download("?filter.outcome.equals=rejected");
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toContain("Rows%20%26%20more.csv");
    const lines = text.trim().split("\r\n");
    expect(lines[0]).toBe("Row,Outcome,Reasons,Email,Name,Extra");
    expect(lines).toHaveLength(1 + 152);
    expect(lines[1]).toMatch(/^row_\w+,rejected,"email is no email address: ""bad""",bad,/);
    expect(lines[2]).toContain('"Has, a comma","{""nested"":true}"');
    expect(lines.at(-1)).toContain("no address 149,N149");
  });

  test("has nothing that a spreadsheet would take for a formula", async () => {
    const { text } = await download("");
    expect(text).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
    expect(text).toContain("good@example.com,Good");
  });

  test("of an import that is not there is 404, with a filter that is not known 400", async () => {
    expect((await send(backend, "GET", "/v5/imports/imp_none/rows.csv")).status).toBe(404);
    expect((await download("?filter.colour.equals=red")).answer.status).toBe(400);
  });
});
