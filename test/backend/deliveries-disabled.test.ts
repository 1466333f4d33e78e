import { describe, expect, test } from "@jest/globals";
import { databases } from "../helpers/backend.ts";
import { setDeliveryScene } from "../helpers/delivery-scene.ts";
import { eventually } from "../helpers/eventually.ts";
import { inDatabase } from "../helpers/in-database.ts";
import { withStatus } from "../helpers/receiver.ts";

describe.each(databases)("deliveries to a target that is gone or fails for long on the database %s", (database) => {
  const { storage, call, receiver, createImport, start, complete, subscribe, deliveriesTo } =
    setDeliveryScene(database);

  test("end with the subscription when its target is gone, and others are told", async () => {
    const watcher = await receiver();
    await subscribe(watcher, {}, ["subscription.disabled"]);
    const target = await receiver();
    target.answerWith(withStatus(503, { "Retry-After": "3600" }));
    const importId = await createImport("gone");
    const subscription = await subscribe(target, { importIds: [importId] });
    await start(importId);
    await eventually(async () =>
      expect(await deliveriesTo(subscription.id)).toMatchObject([{ lastResponseStatus: 503 }]),
    );
    target.answerWith(withStatus(410));
    await complete(importId);
    await eventually(async () =>
      expect((await call("GET", `/v5/subscriptions/${subscription.id}`)).body).toMatchObject({
        status: "disabled",
        disabledReason: "gone",
      }),
    );
    expect(await deliveriesTo(subscription.id)).toMatchObject([
      { status: "failed", lastResponseStatus: 410 },
      { status: "cancelled", lastResponseStatus: 503 },
    ]);
    await eventually(() => expect(watcher.received).toHaveLength(1));
    expect(JSON.parse(watcher.received[0]?.body ?? "")).toMatchObject({
      type: "subscription.disabled",
      data: { subscriptionId: subscription.id, targetUrl: target.url, reason: "gone" },
    });
    await start(importId);
    expect(await deliveriesTo(subscription.id)).toHaveLength(2);

    const [delivery] = await deliveriesTo(subscription.id);
    expect(await call("POST", `/v5/deliveries/${delivery?.id}/redeliver`)).toMatchObject({ status: 409 });
    const since = new Date(Date.now() - 60_000).toISOString();
    expect(await call("POST", `/v5/subscriptions/${subscription.id}/replay`, { since })).toMatchObject({ status: 409 });
  });

  if (database === "postgres") {
    /** Days cannot be waited for: the database is told that they have passed. */
    const setFailingSince = (subscriptionId: string, since: string, lastFailed = "0") =>
      inDatabase(storage(), (client) =>
        client.query(
          `update subscriptions set failing_since = now() - $2::interval, failed_at = now() - $3::interval
           where id = $1`,
          [subscriptionId, since, lastFailed],
        ),
      );

    test.each([
      ["in five days", "5 days", "failing", "disabled"],
      ["in less", "4 days", null, "active"],
    ])("disable a subscription whose target did not answer well %s", async (_when, since, reason, status) => {
      const target = await receiver();
      target.answerWith(withStatus(500));
      const importId = await createImport(`failing ${since}`);
      const subscription = await subscribe(target, { importIds: [importId] });
      await setFailingSince(subscription.id, since);
      await start(importId);
      await eventually(async () => expect(await deliveriesTo(subscription.id)).toMatchObject([{ status: "failed" }]));
      expect((await call("GET", `/v5/subscriptions/${subscription.id}`)).body).toMatchObject({
        status,
        disabledReason: reason,
      });
      expect(target.received).toHaveLength(status === "disabled" ? 1 : 4);
    });

    test.each([
      ["three days before is no failure for days", "3 days", "active"],
      ["one day before is one more", "1 day", "disabled"],
    ])("count what was attempted: a failure after one that was %s", async (_what, lastFailed, status) => {
      const target = await receiver();
      target.answerWith(withStatus(500));
      const importId = await createImport(`failed ${lastFailed} ago`);
      const subscription = await subscribe(target, { importIds: [importId] });
      await setFailingSince(subscription.id, "10 days", lastFailed);
      await start(importId);
      await eventually(async () => expect(await deliveriesTo(subscription.id)).toMatchObject([{ status: "failed" }]));
      expect((await call("GET", `/v5/subscriptions/${subscription.id}`)).body).toMatchObject({ status });
    });

    test.each([
      ["that ended the failing", "before"],
      ["that another process made in the meantime", "after"],
    ])("begin to count those days anew after a success %s", async (_which, noted) => {
      const target = await receiver();
      const importId = await createImport(`recovered ${noted}`);
      const subscription = await subscribe(target, { importIds: [importId] });
      if (noted === "before") await setFailingSince(subscription.id, "10 days");
      await start(importId);
      await eventually(async () =>
        expect(await deliveriesTo(subscription.id)).toMatchObject([{ status: "delivered" }]),
      );
      if (noted === "after") await setFailingSince(subscription.id, "10 days");
      target.answerWith(withStatus(500));
      await complete(importId);
      await eventually(async () => {
        expect((await deliveriesTo(subscription.id))[0]).toMatchObject({ status: "failed", attempts: 4 });
      });
      expect((await call("GET", `/v5/subscriptions/${subscription.id}`)).body).toMatchObject({ status: "active" });
    });
  }
});
