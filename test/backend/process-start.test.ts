import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { type Backend, createStorage, type Storage, startBackend } from "../helpers/backend.ts";
import { listen } from "../helpers/listen.ts";

let storage: Storage;

beforeAll(async () => {
  storage = await createStorage("embedded");
});

afterAll(() => storage.remove());

describe("a start that cannot be", () => {
  const failure = async (env: Record<string, string>): Promise<string> => {
    const outcome = await startBackend(storage, env).catch((error: Error) => error);
    if (outcome instanceof Error) return outcome.message;
    await outcome.stop();
    return "";
  };

  test("tells every setting that is wrong in a line of its own", async () => {
    const told = await failure({
      PORT: "http",
      PUBLIC_URL: "ftp://example.com",
      DATABASE_URL: "mysql://root:hunter2@db/x",
      LOG_LEVEL: "loud",
      ALLOW_PRIVATE_TARGETS: "maybe",
      RATE_LIMIT_PER_MINUTE: "-1",
      BODY_LIMIT_BYTES: "1",
      DELIVERY_WAITS: "1,soon",
      DELIVERY_TIMEOUT: "never",
      EVENT_RETENTION_DAYS: "7",
    });
    for (const line of [
      'PORT: "http" is no port',
      'PUBLIC_URL: "ftp://example.com" is no http\\(s\\) address',
      "DATABASE_URL: its value does not begin with postgres://",
      'LOG_LEVEL: "loud" is not debug, info, warn, error or silent',
      'ALLOW_PRIVATE_TARGETS: "maybe" is neither true nor false',
      'RATE_LIMIT_PER_MINUTE: "-1" \\w+',
      'BODY_LIMIT_BYTES: "1" \\w+',
      'DELIVERY_WAITS: "1,soon" is no list of seconds',
      'DELIVERY_TIMEOUT: "never" is no number',
      'EVENT_RETENTION_DAYS: "7" is below 30 days',
    ]) {
      expect(told).toMatch(new RegExp(`^  ${line}.*$`, "m"));
    }
    expect(told).toContain("ended with 1");
    expect(told).not.toContain("hunter2");
    expect(told).not.toContain("    at ");
  });

  test("an empty setting is not set", async () => {
    expect(await failure({ PUBLIC_URL: "", LOG_LEVEL: " " })).toBe("");
  });

  test.each([
    [{ DATABASE_URL: "postgres://nobody:hunter2@127.0.0.1:1/x" }, "No database listens there"],
    [{ HOST: "192.0.2.1" }, "HOST is no address of this machine"],
  ])("says what to do about %j", async (env, remedy) => {
    const told = await failure(env);
    expect(told).toContain(remedy);
    expect(told).not.toContain("hunter2");
    expect(told).not.toContain("    at ");
  });

  test("says that something else listens on the port", async () => {
    const server = createServer();
    const { port } = new URL(await listen(server));
    expect(await failure({ PORT: port })).toContain(`set PORT to another port`);
    server.close();
  });
});

describe("a data folder belongs to one process", () => {
  let first: Backend;

  beforeAll(async () => {
    first = await startBackend(storage, {}, ["--new-key"]);
  });

  afterAll(() => first.kill());

  test("a second one is refused with the way out, and does the first no harm", async () => {
    const told = await startBackend(storage).catch((error: Error) => error.message);
    expect(told).toContain("is in use by another process. Stop that one, or set DATA_DIR.");
    expect((await send(first, "POST", "/v5/contacts", { email: "unharmed@example.com" })).status).toBe(201);
    await first.kill();
    first = { ...(await startBackend(storage)), apiKey: first.apiKey };
    expect((await send(first, "GET", "/v5/contacts")).body).toMatchObject([{ email: "unharmed@example.com" }]);
  });

  test("of two that are started at once after a crash, one runs", async () => {
    for (let round = 0; round < 4; round += 1) {
      await first.kill();
      const outcomes = await Promise.allSettled([startBackend(storage), startBackend(storage)]);
      const running = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
      expect(running).toHaveLength(1);
      first = { ...(running[0] ?? first), apiKey: first.apiKey };
      expect((await send(first, "GET", "/v5/me")).status).toBe(200);
    }
  });
});
