import { describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { createStorage, databases, startBackend } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { startReceiver, withStatus } from "../helpers/receiver.ts";

const onPostgres = databases.includes("postgres") ? test : test.skip;

describe("deliveries of two processes on one PostgreSQL", () => {
  onPostgres("are shared, and each is made by one of them, once", async () => {
    const storage = await createStorage("postgres");
    const target = await startReceiver();
    const first = await startBackend(storage);
    const second = await startBackend(storage);
    const processes = [first, { ...second, apiKey: first.apiKey }] as const;
    try {
      const { body: created } = await send(first, "PUT", "/v5/imports/start", { name: "shared", method: "webhook" });
      const importId: string = created.import.id;
      await send(first, "POST", "/v5/subscriptions", {
        targetUrl: target.url,
        eventTypes: ["contact.imported"],
        filter: { importIds: [importId] },
      });
      // One process has no more than five of a subscription under way: ten at once are those of two.
      const held: (() => void)[] = [];
      target.answerWith((response, count, delivery) => {
        held.push(() => withStatus(200)(response, count, delivery));
      });
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, index) =>
          send(processes[index % 2 === 0 ? 0 : 1], "POST", `/v5/imports/${importId}/contacts`, {
            contact: { email: `shared-${index}@example.com` },
          }),
        ),
      );
      await eventually(() => expect(held).toHaveLength(10));
      target.answerWith(withStatus(200));
      for (const release of held) release();

      await eventually(
        async () => {
          const path = "/v5/deliveries?limit=1&filter.status.not=delivered";
          expect((await send(first, "GET", path)).body).toEqual([]);
        },
        { timeoutMs: 30_000 },
      );
      const rows = answers.map(({ body }) => String(body.row.id).replace("row_", "evt_"));
      const delivered = target.received.map(({ headers }) => headers["webhook-id"]);
      expect(delivered.toSorted()).toEqual(rows.toSorted());
    } finally {
      await Promise.all([first.stop(), second.stop()]);
      target.close();
      await storage.remove();
    }
  });
});
