import { describe, expect, test } from "@jest/globals";
import { databases } from "../helpers/backend.ts";
import { setDeliveryScene } from "../helpers/delivery-scene.ts";
import { eventually } from "../helpers/eventually.ts";
import { withStatus } from "../helpers/receiver.ts";

describe.each(databases)("deliveries about rows that were decided anew (%s)", (database) => {
  const { call, receiver, createImport, start, subscribe, deliveriesTo } = setDeliveryScene(database);

  test("tell what was, however late they arrive, and then what is", async () => {
    const target = await receiver();
    target.answerWith(withStatus(500));
    const importId = await createImport("decided anew");
    const rule = { field: "countryCode", operator: "equals", value: "GB" };
    const qualification = [{ text: "Is it in Britain?", target: "contact", rule, expect: "yes" }];
    await call("PATCH", `/v5/imports/${importId}`, { qualification });
    await start(importId);
    const types = ["contact.unqualified" as const, "contact.imported" as const];
    const subscription = await subscribe(target, { importIds: [importId] }, types);

    const contact = { email: "late@example.com", countryCode: "FR" };
    const { body } = await call("POST", `/v5/imports/${importId}/contacts`, { contact });
    const [failed] = await eventually(async () => {
      const found = await deliveriesTo(subscription.id);
      expect(found).toMatchObject([{ status: "failed", eventType: "contact.unqualified" }]);
      return found;
    });
    await call("POST", `/v5/imports/${importId}/rows/${body.row.id}/qualify`);
    target.answerWith(withStatus(200));
    const tried = target.received.length;
    await call("POST", `/v5/deliveries/${failed?.id}/redeliver`);
    await eventually(async () => {
      for (const { status } of await deliveriesTo(subscription.id)) expect(status).toBe("delivered");
    });

    const [before] = target.received.map((one) => JSON.parse(one.body));
    const late = target.received.slice(tried).find(({ headers }) => headers["webhook-id"] === before.id);
    expect(JSON.parse(late?.body ?? "")).toEqual(before);
    expect(before).toMatchObject({ type: "contact.unqualified", data: { row: { outcome: "unqualified" } } });
    const told = target.received.map((one) => JSON.parse(one.body));
    expect(told).toContainEqual(expect.objectContaining({ type: "contact.imported" }));
  });
});
