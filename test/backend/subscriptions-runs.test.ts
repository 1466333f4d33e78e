import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { putFile, uploadImport } from "../helpers/file-upload.ts";
import { type Receiver, startReceiver } from "../helpers/receiver.ts";
import { runningBackend } from "../helpers/running-backend.ts";

const csv = (email: string) => `Email,Name\n${email},Somebody\n`;

describe.each(databases)("a subscription to the end of runs (%s)", (database) => {
  const running = runningBackend(database);
  let receiver: Receiver;

  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver?.close());

  const call = async (method: string, path: string, body?: unknown) =>
    (await send(running.backend, method, `/v5${path}`, body)).body;

  const runsOf = async (importId: string) =>
    eventually(async () => {
      const runs: { id: string; status: string; fileId: string }[] = await call("GET", `/imports/${importId}/runs`);
      expect(runs.every(({ status }) => status === "finished")).toBe(true);
      return runs;
    });

  const told = () => receiver.received.map(({ body }) => JSON.parse(body));

  test("is told of these runs and of no other, and of every change of the import's status", async () => {
    const importId = await uploadImport(running.backend, { mode: "continuous" });
    const first = (await putFile(running.backend, importId, csv("first@example.com"))).body.id;
    const second = (await putFile(running.backend, importId, csv("second@example.com"))).body.id;
    await call("POST", `/imports/${importId}/start`);
    const runs = await runsOf(importId);
    const runOf = (fileId: string) => runs.find((run) => run.fileId === fileId)?.id;

    const filter = { importIds: [importId], statuses: ["completed"], runIds: [runOf(second)] };
    const eventTypes = ["import.run_finished", "import.status_changed"];
    const made = await call("POST", "/subscriptions", { targetUrl: receiver.url, eventTypes, filter });
    expect(made.filter).toEqual(filter);
    // What happened before is told when it is asked for, by the same rules.
    const { startedAt } = await call("GET", `/imports/${importId}`);
    expect(await call("POST", `/subscriptions/${made.id}/replay`, { since: startedAt })).toEqual({ deliveries: 1 });

    await putFile(running.backend, importId, csv("third@example.com"));
    await runsOf(importId);
    await call("POST", `/imports/${importId}/complete`);
    await eventually(() => expect(told()).toHaveLength(2));
    expect(told().map(({ type, data }) => [type, data.run?.id ?? data.status])).toEqual(
      expect.arrayContaining([
        ["import.run_finished", runOf(second)],
        ["import.status_changed", "completed"],
      ]),
    );
    expect(runOf(first)).toBeDefined();
  });

  test("cannot be made for what is of no run", async () => {
    const answer = await send(running.backend, "POST", "/v5/subscriptions", {
      targetUrl: receiver.url,
      eventTypes: ["contact.imported"],
      filter: { runIds: ["run_1"] },
    });
    expect(answer.status).toBe(422);
    expect(answer.body.details).toEqual([
      { field: "filter.runIds", message: "are only for import.run_finished and import.status_changed" },
    ]);
  });
});
