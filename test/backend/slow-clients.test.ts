import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { runningBackend, runningImport } from "../helpers/running-backend.ts";

/** The answer's status and body, of all that came over a connection. */
function read(received: string): { status: number; body: unknown } {
  const [head = "", body = ""] = received.split("\r\n\r\n");
  return { status: Number(head.split(" ")[1]), body: JSON.parse(body) };
}

describe("clients that send byte by byte", () => {
  const running = runningBackend("embedded", { REQUEST_TIMEOUT: "1" });
  const sockets: Socket[] = [];

  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });

  /** Sends the beginning at once and then one byte after the other, until the connection is closed. */
  async function dribble(beginning: string, byte: string): Promise<string> {
    const { hostname, port } = new URL(running.backend.url);
    const socket = connect(Number(port), hostname);
    sockets.push(socket);
    let received = "";
    socket.on("data", (chunk) => {
      received += chunk;
    });
    socket.on("error", () => undefined);
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.write(beginning);
    while (!socket.destroyed) {
      socket.write(byte);
      await wait(20);
    }
    await closed;
    return received;
  }

  const head = (path: string) =>
    `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${running.backend.apiKey}\r\n`;

  test.each([
    ["the head of a request", () => `${head("/v5/imports")}X-Slow: `, "x"],
    [
      "its body",
      () => `${head("/v5/imports")}Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"name":"`,
      "x",
    ],
    [
      "a body without a length",
      () => `${head("/v5/imports")}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
      "1\r\n \r\n",
    ],
  ])("%s are let go, and their neighbours are served meanwhile", async (_, beginning, byte) => {
    const to = await runningImport(running.backend);
    const slow = Array.from({ length: 30 }, () => dribble(beginning(), byte));
    let isOver = false;
    const allSlow = Promise.all(slow).finally(() => {
      isOver = true;
    });
    let stored = 0;
    while (!isOver) {
      const contact = { email: `neighbour-${stored}@example.com` };
      expect((await send(running.backend, "POST", `/v5/imports/${to.id}/contacts`, { contact })).status).toBe(200);
      stored += 1;
    }
    expect(stored).toBeGreaterThan(0);
    // A connection that is closed while more arrives may take its answer along.
    const answered = (await allSlow).filter((received) => received !== "");
    expect(answered).not.toEqual([]);
    for (const received of answered) {
      expect(read(received)).toEqual({
        status: 408,
        body: expect.objectContaining({ code: "request_timeout", status: 408, details: [] }),
      });
    }
  });

  test("what is no request is answered in the shape of all errors", async () => {
    expect(read(await dribble("no request at all\r\n\r\n", ""))).toMatchObject({
      status: 400,
      body: { code: "bad_request", status: 400, details: [] },
    });
    expect(read(await dribble(`${head("/v5/me")}X-Long: ${"x".repeat(20_000)}\r\n\r\n`, ""))).toMatchObject({
      status: 400,
      body: { code: "bad_request", message: expect.stringContaining("16 KB") },
    });
  });
});

describe("limits", () => {
  const running = runningBackend("embedded", { BODY_LIMIT_BYTES: "2000", RATE_LIMIT_PER_MINUTE: "8" });

  test("a body that is too large is refused with the limit, by a call and by a trigger alike", async () => {
    const to = await runningImport(running.backend);
    const body = { contact: { email: "large@example.com", name: "x".repeat(3000) } };
    const paths = [`/v5/imports/${to.id}/contacts`, new URL(to.trigger.url).pathname];
    for (const path of paths) {
      expect(await send(running.backend, "POST", path, body)).toMatchObject({
        status: 413,
        body: { code: "payload_too_large", status: 413, message: expect.stringContaining("2000 bytes"), details: [] },
      });
    }
    expect((await send(running.backend, "GET", `/v5/imports/${to.id}`)).body.counts.received).toBe(0);
  });

  test("each key and each trigger has its own calls, and is told how many are left and when there are more", async () => {
    const keyed = async (apiKey: string) => send({ ...running.backend, apiKey }, "GET", "/v5/me");
    const scopes = ["urn:firstquadrant:*:*:read"];
    const made = await send(running.backend, "POST", "/v5/keys", { name: "Other", scopes });
    expect(made.status).toBe(201);
    const answers = [];
    for (let count = 0; count < 9; count += 1) answers.push(await keyed(running.backend.apiKey));
    const refused = answers.at(-1);
    expect(refused).toMatchObject({ status: 429, body: { code: "rate_limited", status: 429 } });
    expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused?.headers.get("ratelimit")).toMatch(/^"default";r=0;t=\d+$/);

    const others = await keyed(made.body.key);
    expect(others.status).toBe(200);
    expect(others.headers.get("ratelimit-policy")).toBe('"default";q=8;w=60');
    expect(others.headers.get("ratelimit")).toMatch(/^"default";r=7;t=\d+$/);
    const post = () =>
      fetch(running.backend.webhookUrl, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: '{ "email": "ada@example.com" }',
      });
    const statuses = [];
    for (let count = 0; count < 9; count += 1) statuses.push((await post()).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 200, 200, 429]);
    expect((await keyed(made.body.key)).status).toBe(200);
  });
});
