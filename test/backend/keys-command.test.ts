import { spawn } from "node:child_process";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { type Backend, createStorage, databases, type Storage, startBackend } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";

const backendFolder = path.resolve(__dirname, "../../backend");
const everything = "urn:firstquadrant:*:*:write";

/** Runs the command on a storage, as `npm run keys` does. */
async function keys(storage: Storage, ...args: string[]) {
  const child = spawn(process.execPath, ["--conditions=source", "src/keys-command.ts", ...args], {
    cwd: backendFolder,
    env: { PATH: process.env.PATH, ...storage.env },
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [code, output, errors] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  const printed = (name: string) => new RegExp(`^FIRSTQUADRANT_${name}=(.*)$`, "m").exec(output)?.[1] ?? "";
  return {
    code,
    output,
    errors,
    organizationId: printed("ORGANIZATION_ID"),
    keyId: printed("KEY_ID"),
    apiKey: printed("API_KEY"),
  };
}

describe.each(databases)("the command for keys (%s)", (database) => {
  let storage: Storage;

  beforeAll(async () => {
    storage = await createStorage(database);
  });

  afterAll(() => storage.remove());

  const onBackend = async (work: (backend: Backend) => Promise<void>) => {
    const backend = await startBackend(storage);
    try {
      await work(backend);
    } finally {
      await backend.stop();
    }
  };
  const me = (backend: Backend, apiKey: string) => send({ ...backend, apiKey }, "GET", "/v5/me");

  test("organizations are made with their first key, further keys are made, listed and revoked", async () => {
    expect(await keys(storage, "list")).toMatchObject({ code: 1, errors: expect.stringContaining("npm start") });
    const first = await keys(storage, "create-organization", "--name", "First of them");
    expect(first).toMatchObject({ code: 0, errors: "", organizationId: expect.stringMatching(/^org_/) });

    const input = ["create", "--name", "Reader", "--scopes", "urn:firstquadrant:organization:*:read"];
    // With one organization it need not be named.
    const reader = await keys(storage, ...input, "--expires", "2090-01-31");
    expect(reader).toMatchObject({ code: 0, organizationId: first.organizationId });
    const second = await keys(storage, "create-organization", "--name", "Second of them");
    expect(second.organizationId).not.toBe(first.organizationId);
    expect(await keys(storage, ...input)).toMatchObject({
      code: 1,
      errors: expect.stringContaining("--organization"),
    });

    await onBackend(async (backend) => {
      expect((await me(backend, reader.apiKey)).body).toMatchObject({
        id: reader.keyId,
        name: "Reader",
        organization: { id: first.organizationId, name: "First of them" },
      });
      expect((await me(backend, second.apiKey)).body).toMatchObject({
        scopes: [everything],
        organization: { id: second.organizationId, name: "Second of them" },
      });
      const own = (await send({ ...backend, apiKey: second.apiKey }, "GET", "/v5/keys")).body;
      expect(own.map(({ id }: { id: string }) => id)).toEqual([second.keyId]);
    });

    const to = ["--organization", first.organizationId];
    expect((await keys(storage, "revoke", second.keyId, ...to)).code).toBe(1);
    expect(await keys(storage, "revoke", reader.keyId, ...to)).toMatchObject({ code: 0, errors: "" });
    const again = await keys(storage, "revoke", reader.keyId, ...to);
    expect(again).toMatchObject({ code: 0, output: expect.stringContaining("was revoked before") });

    const { output } = await keys(storage, "list");
    expect(output).toContain(`# First of them (${first.organizationId})`);
    expect(output).toMatch(new RegExp(`^${reader.keyId} .*revoked.*used 20.*expires 2090-01-31.*"Reader"`, "m"));
    expect(output).toMatch(
      new RegExp(`^${second.keyId} .*valid.*"First key".*${everything.replaceAll("*", "\\*")}`, "m"),
    );
    expect(output).not.toContain(reader.apiKey.slice(-32));
    await onBackend(async (backend) => {
      expect((await me(backend, reader.apiKey)).status).toBe(401);
      expect((await me(backend, second.apiKey)).status).toBe(200);
    });
  }, 120_000);

  test("a key that would be over already is not made", async () => {
    const { organizationId } = await keys(storage, "create-organization", "--name", "Third of them");
    const input = ["create", "--name", "A", "--scopes", everything, "--organization", organizationId];
    const { code, errors } = await keys(storage, ...input, "--expires", "2020-01-01");
    expect({ code, errors }).toEqual({ code: 1, errors: expect.stringContaining("expiresAt is over already") });
  });

  if (database === "embedded") {
    test("while a backend has the data folder it names the call to make instead", async () => {
      await onBackend(async () => {
        for (const [args, call] of [
          [["create", "--name", "A", "--scopes", everything], "POST /v5/keys"],
          [["list"], "GET /v5/keys"],
          [["revoke", "key_x"], "DELETE /v5/keys/{id}"],
          [["create-organization", "--name", "A"], "stop it"],
        ] as const) {
          const { code, output, errors } = await keys(storage, ...args);
          expect({ code, output }).toEqual({ code: 1, output: "" });
          expect(errors).toContain("A backend is running on the data folder");
          expect(errors).toContain(call);
        }
      });
    });
  } else {
    test("beside a backend that runs it makes keys that work at once, and revokes them", async () => {
      await onBackend(async (backend) => {
        const { apiKey, keyId, organizationId } = await keys(storage, "create-organization", "--name", "Fourth");
        expect((await me(backend, apiKey)).status).toBe(200);
        await keys(storage, "revoke", keyId, "--organization", organizationId);
        await eventually(async () => expect((await me(backend, apiKey)).status).toBe(401), { timeoutMs: 15_000 });
      });
    });
  }
});

// What cannot be read is refused before a database is opened.
const nowhere: Storage = { env: { DATABASE_URL: "postgres://127.0.0.1:1/none" }, remove: async () => undefined };

test.each([
  ["", []],
  ['There is no "rename"', ["rename"]],
  ["--name must not be blank", ["create", "--scopes", everything]],
  ["--scopes must name at least one", ["create", "--name", "A"]],
  ["--scopes must be urn:", ["create", "--name", "A", "--scopes", "all"]],
  ["--expires is no time", ["create", "--name", "A", "--scopes", everything, "--expires", "soon"]],
  ["--colour", ["list", "--colour"]],
  ["quote what has spaces", ["create-organization", "Big", "Co"]],
  ["Which key?", ["revoke"]],
])("%s: what it cannot read it answers with how it is written", async (why, args) => {
  const { code, output, errors } = await keys(nowhere, ...args);
  expect({ code, output }).toEqual({ code: 1, output: "" });
  expect(errors).toContain(why);
  expect(errors).toContain("npm run keys -- create");
});
