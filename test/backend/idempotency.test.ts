import { describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { databases, startBackend } from "../helpers/backend.ts";
import { draftImport, runningBackend, runningImport } from "../helpers/running-backend.ts";

describe.each(databases)("a write sent twice under one idempotency key (%s)", (database) => {
  const running = runningBackend(database);
  let keys = 0;
  const newKey = () => {
    keys += 1;
    return `key ${keys}: é`;
  };
  const call = (method: string, path: string, body: unknown, key: string) =>
    send(running.backend, method, `/v5${path}`, body, { "Idempotency-Key": key });
  const rowsOf = async (id: string) => (await send(running.backend, "GET", `/v5/imports/${id}/rows/count`)).body.count;

  test("gets the first answer again, and is done once", async () => {
    const to = await runningImport(running.backend);
    const writes = [
      ["POST", `/imports/${to.id}/contacts`, { contact: { email: "once@example.com" } }],
      ["POST", `/imports/${to.id}/contacts/batch`, { records: [{ contact: { email: "twice@example.com" } }, {}] }],
      ["POST", new URL(to.trigger.url).pathname.replace("/v5", ""), { contact: { email: "trigger@example.com" } }],
      ["POST", "/contacts", { email: "hand@example.com" }],
      ["POST", "/imports", { name: "Made once", method: "webhook" }],
      ["PUT", "/imports/start", { name: "Started once", method: "webhook" }],
      ["PATCH", `/imports/${to.id}`, { onConflict: "createOnly" }],
      ["POST", `/imports/${to.id}/trigger/rotate`, undefined],
      ["POST", `/imports/${to.id}/complete`, undefined],
      ["DELETE", `/imports/${to.id}`, undefined],
      ["POST", "/subscriptions", { targetUrl: `${running.backend.url}/`, eventTypes: ["contact.imported"] }],
    ] as const;
    for (const [method, path, body] of writes) {
      const key = newKey();
      const first = await call(method, path, body, key);
      expect(first.status).toBeLessThan(300);
      expect(first.headers.get("idempotency-replayed")).toBeNull();
      const again = await call(method, path, body, key);
      expect(again.headers.get("idempotency-replayed")).toBe("true");
      expect([again.status, again.body]).toEqual([first.status, first.body]);
      if (path.includes("complete")) expect(await rowsOf(to.id)).toBe(4);
    }
  });

  test("a rejected record is one row, and its 422 is given again", async () => {
    const to = await runningImport(running.backend);
    const key = newKey();
    const first = await call("POST", `/imports/${to.id}/contacts`, { contact: {} }, key);
    const again = await call("POST", `/imports/${to.id}/contacts`, { contact: {} }, key);
    expect(first.status).toBe(422);
    expect(again).toMatchObject({ status: 422, body: first.body });
    expect(await rowsOf(to.id)).toBe(1);
  });

  test("another request under the same key is refused", async () => {
    const to = await runningImport(running.backend);
    const key = newKey();
    await call("POST", `/imports/${to.id}/contacts`, { contact: { email: "first@example.com" } }, key);
    for (const [path, body] of [
      [`/imports/${to.id}/contacts`, { contact: { email: "second@example.com" } }],
      [`/imports/${to.id}/contacts/batch`, { records: [{}] }],
      ["/contacts", { email: "second@example.com" }],
    ] as const) {
      expect(await call("POST", path, body, key)).toMatchObject({
        status: 422,
        body: { code: "idempotency_mismatch" },
      });
    }
    expect(await rowsOf(to.id)).toBe(1);
  });

  test("a key of more than 255 characters is refused", async () => {
    const to = await runningImport(running.backend);
    const path = `/imports/${to.id}/contacts`;
    const body = { contact: { email: "long@example.com" } };
    expect((await call("POST", path, body, "x".repeat(255))).status).toBe(200);
    expect(await call("POST", path, body, "x".repeat(256))).toMatchObject({
      status: 400,
      body: { code: "invalid_parameters", details: [{ field: "Idempotency-Key" }] },
    });
  });

  test("sent at once by many, it is done once: the others are told to wait or get its answer", async () => {
    const to = await runningImport(running.backend);
    for (const [path, body, success] of [
      [`/imports/${to.id}/contacts`, { contact: { email: "parallel@example.com" } }, 200],
      ["/imports", { name: "Parallel", method: "webhook" }, 201],
    ] as const) {
      const key = newKey();
      const answers = await Promise.all(Array.from({ length: 20 }, () => call("POST", path, body, key)));
      const first = answers.filter(({ status, headers }) => status === success && !headers.has("idempotency-replayed"));
      expect(first).toHaveLength(1);
      for (const answer of answers) {
        if (answer.status === success) expect(answer.body).toEqual(first[0]?.body);
        else expect(answer).toMatchObject({ status: 423, body: { code: "resource_locked" } });
        if (answer.status === 423) expect(answer.headers.get("retry-after")).toBe("1");
      }
    }
    expect(await rowsOf(to.id)).toBe(1);
  });

  test("a write that failed is not remembered: mended, the same key does it", async () => {
    const draft = await draftImport(running.backend);
    const key = newKey();
    const write = () =>
      call("POST", `/imports/${draft.id}/contacts`, { contact: { email: "mended@example.com" } }, key);
    expect((await write()).body.code).toBe("import_not_running");
    await send(running.backend, "POST", `/v5/imports/${draft.id}/start`);
    expect((await write()).body).toMatchObject({ outcome: "created" });

    const nameKey = newKey();
    const make = () => call("POST", "/imports", { name: draft.name, method: "webhook" }, nameKey);
    expect((await make()).status).toBe(409);
    await send(running.backend, "PATCH", `/v5/imports/${draft.id}`, { name: `${draft.name}, renamed` });
    expect((await make()).status).toBe(201);
  });

  test("is remembered by the next process", async () => {
    const to = await runningImport(running.backend);
    const key = newKey();
    const write = () => call("POST", `/imports/${to.id}/contacts`, { contact: { email: "restart@example.com" } }, key);
    const first = await write();
    await running.restart();
    const again = await write();
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(again.body).toEqual(first.body);
    expect(await rowsOf(to.id)).toBe(1);
  });

  if (database === "postgres") {
    test("sent at once to two processes, it is done once", async () => {
      const second = { ...(await startBackend(running.storage)), apiKey: running.backend.apiKey };
      const to = await runningImport(running.backend);
      for (let round = 0; round < 10; round += 1) {
        const key = { "Idempotency-Key": newKey() };
        const body = { contact: { email: `two-processes-${round}@example.com` } };
        const answers = await Promise.all(
          [running.backend, second].map((one) => send(one, "POST", `/v5/imports/${to.id}/contacts`, body, key)),
        );
        const outcomes = answers.map(({ body: answer }) => answer.outcome ?? answer.code);
        expect(outcomes).toEqual(["created", "created"]);
        expect(answers.filter(({ headers }) => headers.has("idempotency-replayed"))).toHaveLength(1);
      }
      expect(await rowsOf(to.id)).toBe(10);
      await second.stop();
    });
  }
});
