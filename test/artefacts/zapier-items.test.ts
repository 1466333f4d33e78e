import { createRequire } from "node:module";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { looksLikeDate } from "../../zapier-app/definition/checks/sample-checks.ts";
import { textsOf } from "../../zapier-app/definition/checks/texts.ts";
import type { DefinedField, ZapierDefinition } from "../../zapier-app/definition/definition.ts";
import { itemsOf, type PlacedItem } from "../../zapier-app/definition/items.ts";
import { lint } from "../../zapier-app/definition/lint.ts";
import { isMoment, misfits, missingKeys } from "../../zapier-app/definition/values.ts";
import { eventually } from "../helpers/eventually.ts";
import { startFileServer } from "../helpers/file-server.ts";
import { startZapierAgainstBackend } from "../helpers/zapier-against-backend.ts";
import { itemCases, type Stage } from "../helpers/zapier-item-cases.ts";
import { ownDefinition, writtenDefinition } from "../helpers/zapier-own-definition.ts";
import { startReceiver, type ZapierReceiver } from "../helpers/zapier-receiver.ts";
import { zapierAppFolder } from "../helpers/zapier-zip.ts";

/** Everything that the integration offers, hidden dropdowns included. */
const items = itemsOf(writtenDefinition()).map((item): [string, PlacedItem] => [item.place, item]);
const triggers = items.filter(([, { kind }]) => kind === "triggers");
const hooks = triggers.filter(([, { item }]) => item.operation.type === "hook");

let stage: Stage;
let receiver: ZapierReceiver | undefined;

beforeAll(async () => {
  const rig = await startZapierAgainstBackend();
  stage = { rig, files: await startFileServer() };
  await rig.client.fields.create({ key: "plan", label: "Plan", type: "text" });
}, 300_000);

afterEach(async () => {
  await receiver?.close();
  receiver = undefined;
});

afterAll(async () => {
  stage?.files.stop();
  await stage?.rig.stop();
});

const caseOf = (place: string) => {
  const one = itemCases[place];
  if (one === undefined) throw new Error(`${place} has no case: write one in helpers/zapier-item-cases.ts.`);
  return one;
};

/** The fields of a step or of an answer as they are for this organization. */
const liveFields = (place: string, which: "inputFields" | "outputFields"): Promise<DefinedField[]> =>
  stage.rig.call(`${place}.operation.${which}`);

/** Zapier's own checks of what an item answers: their numbers, and what is wrong. */
async function faultsOf({ place, item }: PlacedItem, answers: readonly unknown[]): Promise<string[]> {
  const fields = await liveFields(place, "outputFields");
  return answers.flatMap((answer) => [
    ...missingKeys(item.operation.sample, answer).map((key) => `T004: ${key} of the sample is not in the answer`),
    ...misfits(answer, fields).map((fault) => `T005: ${fault}`),
    ...textsOf(answer)
      .filter(({ text }) => looksLikeDate.test(text) && !isMoment(text))
      .map((one) => `T003: ${one.place} is “${one.text}”`),
  ]);
}

/** What of fields that an item makes at run time Zapier would refuse; the definition's own are validated with it. */
function refusedFields(schema: "PlainInputFieldSchema" | "PlainOutputFieldSchema", fields: readonly DefinedField[]) {
  const { validate } = createRequire(path.join(zapierAppFolder, "package.json"))(
    `zapier-platform-schema/lib/schemas/${schema}`,
  );
  return fields.flatMap((field) => validate(field).errors.map(String));
}

test("every trigger, action and search has a case, and every case is of one", () => {
  expect(Object.keys(itemCases).sort()).toEqual(items.map(([place]) => place).sort());
});

test("the zip holds the integration that its source says", async () => {
  expect(await stage.rig.zapier.definition()).toEqual(await ownDefinition());
});

describe.each(items)("%s", (place, one) => {
  test("has fields that Zapier takes, and no check finds a fault in, for an organization with fields of its own", async () => {
    const inputFields = await liveFields(place, "inputFields");
    const outputFields = await liveFields(place, "outputFields");
    expect(refusedFields("PlainInputFieldSchema", inputFields)).toEqual([]);
    expect(refusedFields("PlainOutputFieldSchema", outputFields)).toEqual([]);
    const definition: ZapierDefinition = await stage.rig.zapier.definition();
    const item = { ...one.item, operation: { ...one.item.operation, inputFields, outputFields } };
    expect(lint({ ...definition, [one.kind]: { ...definition[one.kind], [one.item.key]: item } })).toEqual([]);
  });
});

describe.each(hooks)("%s", (place, one) => {
  const call = (operation: string, more: object) => stage.rig.call(`${place}.operation.${operation}`, more);

  test("delivers what it lists, with the keys of its sample and as its output fields say", async () => {
    const inputData = await caseOf(place).input(stage);
    receiver = await startReceiver();
    const zap = { inputData, targetUrl: receiver.url };
    const subscribeData = await call("performSubscribe", zap);
    await caseOf(place).happen?.(stage, inputData);
    const [rawRequest] = await eventually(() => {
      expect(receiver?.received).toHaveLength(1);
      return receiver?.received ?? [];
    });
    const delivered = await call("perform", { ...zap, subscribeData, rawRequest });
    const listed = await call("performList", zap);
    await call("performUnsubscribe", { ...zap, subscribeData });

    expect(delivered).toHaveLength(1);
    expect(listed).toEqual(delivered);
    expect(delivered[0].id).toEqual(expect.any(String));
    expect(await faultsOf(one, [...delivered, ...listed])).toEqual([]);
  });
});

describe.each(triggers.filter(([, { item }]) => item.operation.type !== "hook"))("%s", (place, one) => {
  test("lists items that an id tells apart, with the keys of its sample and as its output fields say", async () => {
    await caseOf(place).input(stage);
    const listed = await stage.rig.call(`${place}.operation.perform`, { meta: { isFillingDynamicDropdown: true } });
    expect(listed.length).toBeGreaterThan(0);
    expect(new Set(listed.map(({ id }: { id: string }) => id)).size).toBe(listed.length);
    expect(await faultsOf(one, listed)).toEqual([]);
  });
});

describe.each(items.filter(([, { kind }]) => kind === "creates"))("%s", (place, one) => {
  test("answers one thing, with the keys of its sample and as its output fields say", async () => {
    const inputData = await caseOf(place).input(stage);
    // As in the editor: there an action is set up, and answers at once.
    const answer = await stage.rig.call(`${place}.operation.perform`, { inputData, meta: { isLoadingSample: true } });
    expect(answer).toEqual(expect.objectContaining({}));
    expect(await faultsOf(one, [answer])).toEqual([]);
  });
});

describe.each(items.filter(([, { kind }]) => kind === "searches"))("%s", (place, one) => {
  test("finds one thing, with the keys of its sample and as its output fields say", async () => {
    const inputData = await caseOf(place).input(stage);
    const found = await stage.rig.call(`${place}.operation.perform`, { inputData });
    expect(found).toHaveLength(1);
    expect(await faultsOf(one, found)).toEqual([]);
  });
});
