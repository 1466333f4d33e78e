import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { uploadImport } from "../helpers/file-upload.ts";
import { listen } from "../helpers/listen.ts";
import { runningBackend } from "../helpers/running-backend.ts";

describe.each(databases)("files that are fetched from an address (%s)", (database) => {
  const running = runningBackend(database);
  const asked: string[] = [];
  let origin = "";

  /** Where the server redirects to, by path. */
  const moved: Record<string, string> = {
    "/moved.csv": "/folder/2.csv",
    "/folder/2.csv": "3.csv",
    "/folder/3.csv": "/4.csv",
    "/4.csv": "/5.csv",
    "/5.csv": "/contacts.csv",
    "/far.csv": "/moved.csv",
    "/round.csv": "/round.csv",
    "/named.csv": "https://somebody:secret@example.com/contacts.csv",
    "/other.csv": "ftp://example.com/contacts.csv",
    "/broken.csv": "http://[",
  };
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const location = moved[path];
    if (location !== undefined) response.writeHead(302, { Location: location }).end();
    else if (path === "/nowhere.csv") response.writeHead(301).end();
    else if (path === "/contacts.csv") response.end("Email;Name\nfetched@example.com;Fetched Person\n");
    else response.writeHead(404).end();
  });

  beforeAll(async () => {
    origin = await listen(server);
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  async function fetched(path: string) {
    const importId = await uploadImport(running.backend);
    return send(running.backend, "PUT", `/v5/imports/${importId}/file`, { url: `${origin}${path}` });
  }

  test("are read as any other", async () => {
    const { body } = await fetched("/contacts.csv");
    expect(body.format).toMatchObject({ delimiter: ";", columns: ["Email", "Name"] });
  });

  test("are found behind five redirects, each seen from the one before", async () => {
    asked.length = 0;
    const { body } = await fetched("/moved.csv");
    expect(body.format).toMatchObject({ columns: ["Email", "Name"] });
    expect(asked).toEqual(["/moved.csv", "/folder/2.csv", "/folder/3.csv", "/4.csv", "/5.csv", "/contacts.csv"]);
  });

  test.each([
    ["/gone.csv", "The target answered 404."],
    ["/far.csv", "The target redirects more than 5 times."],
    ["/round.csv", "The target redirects more than 5 times."],
    ["/nowhere.csv", "The target answered 301, and not where to look instead."],
    ["/broken.csv", "The target answered 302, and not where to look instead."],
    ["/named.csv", "The target redirects to an address that contains a user name or a password."],
    ["/other.csv", "The target redirects to an address that does not begin with https://."],
  ])("are refused where it cannot be done: %s", async (path, message) => {
    expect(await fetched(path)).toMatchObject({ status: 422, body: { details: [{ field: "url", message }] } });
  });
});
