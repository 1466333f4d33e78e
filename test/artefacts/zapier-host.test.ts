import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { startControlPlane, type ZapierControlPlane } from "../helpers/zapier-control-plane.ts";
import { zapierInput } from "../helpers/zapier-input.ts";
import { type Lambda, startLambda, zapierLimits } from "../helpers/zapier-lambda.ts";

/** An integration of a few lines, which does what a real one should not. */
const wrapper = `
  import { writeFileSync } from "node:fs";
  const deeds = {
    write: () => writeFileSync(new URL("mark.txt", import.meta.url), "here"),
    environment: () => Object.keys(process.env).sort(),
    node: () => process.version,
    hang: () => new Promise((resolve) => setTimeout(resolve, 60_000)),
    echo: ({ text }) => text.length,
    talk: ({ length }) => "x".repeat(length),
    fail: () => { throw Object.assign(new Error('{"message":"Wait.","delay":7}'), { name: "ThrottledError" }); },
    end: () => process.exit(3),
  };
  export const handler = async (event) => ({ results: await deeds[event.deed](event), status: "SUCCESS" });
`;

let folder: string;
let lambda: Lambda | undefined;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "zapier-task-"));
  writeFileSync(path.join(folder, "zapierwrapper.js"), wrapper);
  writeFileSync(path.join(folder, "package.json"), '{"type":"module"}');
});
afterEach(async () => {
  await lambda?.stop();
  lambda = undefined;
});
afterAll(() => rmSync(folder, { recursive: true }));

async function start(limits: { timeMs: number; bytes: number } = zapierLimits): Promise<Lambda> {
  lambda = await startLambda(folder, "http://127.0.0.1:9/input", limits);
  return lambda;
}

describe("the process that stands in for Zapier's", () => {
  test("runs Node 22, and knows nothing of this one's environment", async () => {
    const { invoke } = await start();
    expect((await invoke({ deed: "node" })).results).toMatch(/^v22\./);
    const names = (await invoke({ deed: "environment" })).results;
    expect(names).toEqual(expect.arrayContaining(["AWS_LAMBDA_FUNCTION_NAME", "LAMBDA_TASK_ROOT", "TZ"]));
    expect(JSON.stringify(names)).not.toMatch(/JEST|NODE_ENV|TEST_|HOME|npm_/);
  });

  test("lets nothing be written beside the integration", async () => {
    const { invoke } = await start();
    await expect(invoke({ deed: "write" })).rejects.toThrow(/FileSystemWrite|EACCES|EROFS|restricted/);
  });

  test("ends what takes longer than it may", async () => {
    const { invoke } = await start({ ...zapierLimits, timeMs: 500 });
    await expect(invoke({ deed: "hang" })).rejects.toThrow("The step took longer than 0.5 seconds.");
  });

  test("takes no more, and answers no more, than 6 MB", async () => {
    const { invoke } = await start();
    await expect(invoke({ deed: "echo", text: "x".repeat(zapierLimits.bytes) })).rejects.toThrow("request is larger");
    await expect(invoke({ deed: "talk", length: zapierLimits.bytes })).rejects.toThrow("answer is larger");
    expect(zapierLimits).toEqual({ timeMs: 30_000, bytes: 6_291_456 });
  });

  test("tells errors by their type and words, and that the process ended", async () => {
    const { invoke } = await start();
    await expect(invoke({ deed: "fail" })).rejects.toMatchObject({ type: "ThrottledError", said: "Wait.", delay: 7 });
    await expect(invoke({ deed: "end" })).rejects.toThrow("The process ended with 3");
  });
});

describe("what Zapier makes of a step's input", () => {
  const fields = [
    { key: "count", type: "integer" },
    { key: "rate", type: "number" },
    { key: "agreed", type: "boolean" },
    { key: "at", type: "datetime" },
    { key: "tags", type: "string", list: true },
    { key: "mode", type: "string", default: "once" },
    { key: "rows", children: [{ key: "seats", type: "integer" }] },
  ];

  test.each([
    [{ count: "about 120 people" }, { count: 120 }],
    [{ rate: "€ 1.5" }, { rate: 1.5 }],
    [{ agreed: "no thanks" }, { agreed: false }],
    [{ agreed: "yes" }, { agreed: true }],
    [{ at: "2026-11-22" }, { at: "2026-11-22T09:00:00+01:00" }],
    [{ at: "2026-11-22T08:00:00Z" }, { at: "2026-11-22T09:00:00+01:00" }],
    [{ tags: "one" }, { tags: ["one"] }],
    [{ tags: ["one", ""] }, { tags: ["one", ""] }],
    [{ mode: "" }, { mode: "once" }],
    [{ rows: [{ seats: "5" }, { seats: "" }] }, { rows: [{ seats: 5 }, { seats: "" }] }],
    [
      { unknown: "12", count: "" },
      { unknown: "12", count: "" },
    ],
  ])("%j", (typed, expected) => {
    const input = zapierInput(typed, fields, false, "Europe/Berlin");
    expect(input).toEqual({ mode: "once", ...expected });
  });

  test("what is empty is there, or taken out where the integration wishes it", () => {
    const typed = { count: "", tags: ["one", "", null], mode: "x" };
    expect(zapierInput(typed, fields, false)).toEqual(typed);
    expect(zapierInput(typed, fields, true)).toEqual({ tags: ["one"], mode: "x" });
  });
});

describe("what Zapier keeps for an integration", () => {
  let controlPlane: ZapierControlPlane;

  beforeAll(async () => {
    controlPlane = await startControlPlane();
  });
  afterAll(() => controlPlane.close());

  async function ask(method: string, ...params: unknown[]): Promise<ReturnType<typeof JSON.parse>> {
    const body = JSON.stringify({ id: "1", storeKey: "store", method, params });
    return JSON.parse(await (await fetch(controlPlane.rpcBase, { method: "POST", body })).text());
  }

  test("is a dropdown's place", async () => {
    expect(await ask("get_cursor")).toEqual({ id: "1", result: null });
    await ask("set_cursor", "imp_9");
    expect(await ask("get_cursor")).toEqual({ id: "1", result: "imp_9" });
  });

  test("is a value, for as long as was said, and for whom", async () => {
    await ask("zcache_set", "fields", '"one"', 60, ["auth"], true);
    expect(await ask("zcache_set", "fields", '"two"', 60, ["auth"], true)).toMatchObject({ result: false });
    expect(await ask("zcache_get", "fields", ["auth"])).toMatchObject({ result: '"one"' });
    expect(await ask("zcache_get", "fields", null)).toMatchObject({ result: null });
    expect(await ask("zcache_delete", "fields", ["auth"])).toMatchObject({ result: true });
    await ask("zcache_set", "fields", '"over"', 0, null, null);
    expect(await ask("zcache_get", "fields", null)).toMatchObject({ result: null });
  });

  test("is a file", async () => {
    const { result } = await ask("get_presigned_upload_post_data");
    const form = new FormData();
    form.set("key", result.fields.key);
    form.set("file", new Blob(["email\nada@example.com\n"]), "contacts.csv");
    expect((await fetch(result.url, { method: "POST", body: form })).status).toBe(204);
    expect(await (await fetch(new URL(result.fields.key, result.url))).text()).toBe("email\nada@example.com\n");
  });

  test("is nothing that it does not know", async () => {
    expect(await ask("make_coffee")).toEqual({ id: "1", error: "There is no make_coffee." });
  });
});
