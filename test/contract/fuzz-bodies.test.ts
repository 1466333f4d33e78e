import { isRecord } from "@firstquadrant/core-client";
import { apiErrorSchema } from "@firstquadrant/core-client/schemas";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { databases } from "../helpers/backend.ts";
import { draftImport, runningBackend, runningImport } from "../helpers/running-backend.ts";

type Path = (string | number)[];

const nested = (depth: number): unknown => JSON.parse(`${"[".repeat(depth)}1${"]".repeat(depth)}`);

/** What is put in the place of every value, one after the other. */
const hostile: [string, unknown][] = [
  ["NUL", "a\u0000b"],
  ["half a character", "a\ud800"],
  ["lists in lists", nested(90)],
  ["a name that objects have", { constructor: { prototype: 1 }, "a\u0000": "\udfff" }],
  ["a number beyond all", 1e308],
  ["a long text", "x".repeat(20_000)],
];

/** A body as the schema of a route describes it. */
function bodyOf(schema: unknown, root: unknown, depth = 0): unknown {
  if (!isRecord(schema) || depth > 6) return "any";
  if (typeof schema.$ref === "string") {
    const parts = schema.$ref.slice(2).split("/");
    return bodyOf(
      parts.reduce<unknown>((at, part) => (isRecord(at) ? at[part] : undefined), root),
      root,
      depth + 1,
    );
  }
  for (const choice of [schema.anyOf, schema.oneOf, schema.allOf]) {
    if (Array.isArray(choice))
      return bodyOf(
        choice.find((one) => isRecord(one) && one.type !== "null"),
        root,
        depth + 1,
      );
  }
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if (Array.isArray(schema.examples)) return schema.examples[0];
  const [type] = [schema.type].flat();
  if (type === "object") {
    const own = isRecord(schema.properties) ? Object.entries(schema.properties) : [];
    const further: [string, unknown][] = isRecord(schema.additionalProperties)
      ? [["further", schema.additionalProperties]]
      : [];
    return Object.fromEntries([...own, ...further].map(([name, inner]) => [name, bodyOf(inner, root, depth + 1)]));
  }
  if (type === "array") return [bodyOf(schema.items, root, depth + 1)];
  if (type === "number" || type === "integer") return typeof schema.minimum === "number" ? schema.minimum : 1;
  if (type === "boolean") return true;
  return typeof type === "string" ? "text" : { any: "thing" };
}

/** Every place in a body, the body itself too, and every name of a property. */
function placesIn(value: unknown, path: Path = []): Path[] {
  const inner = Array.isArray(value) ? [...value.entries()] : isRecord(value) ? Object.entries(value) : [];
  return [path, ...inner.flatMap(([key, one]) => placesIn(one, [...path, key]))];
}

function withValue(value: unknown, [key, ...rest]: Path, put: unknown): unknown {
  if (key === undefined) return put;
  if (Array.isArray(value)) return value.map((one, index) => (index === key ? withValue(one, rest, put) : one));
  return isRecord(value) ? { ...value, [key]: withValue(value[key], rest, put) } : value;
}

describe.each(databases)("a hostile value anywhere in any body that the API describes (%s)", (database) => {
  const running = runningBackend(database);
  const ids = new Map<string, string>();

  beforeAll(async () => {
    const { id, trigger } = await runningImport(running.backend, { unknownFields: "keep" });
    ids
      .set("id", id)
      .set("hash", trigger.url.split("/").at(-1) ?? "")
      .set("draft", (await draftImport(running.backend)).id);
  });

  /** Every write that takes JSON, with a body for it. */
  async function writes(): Promise<{ method: string; path: string; body: unknown }[]> {
    const document: unknown = await (await fetch(`${running.backend.url}/v5/docs`)).json();
    const paths = isRecord(document) && isRecord(document.paths) ? Object.entries(document.paths) : [];
    return paths.flatMap(([path, operations]) =>
      Object.entries(isRecord(operations) ? operations : {}).flatMap(([method, operation]) => {
        const content =
          isRecord(operation) && isRecord(operation.requestBody) ? operation.requestBody.content : undefined;
        const json = isRecord(content) ? content["application/json"] : undefined;
        if (!isRecord(json)) return [];
        return [{ method: method.toUpperCase(), path, body: bodyOf(json.schema, document) }];
      }),
    );
  }

  test("is answered, and never with an error of ours", async () => {
    const { backend } = running;
    const routes = await writes();
    expect(routes.length).toBeGreaterThan(15);
    for (const { method, path, body } of routes) {
      const url = (backend.url + (path.startsWith("/v5") ? path : `/v5${path}`)).replace(
        /\{(\w+)\}/g,
        (_whole, name: string) => (name === "id" && method === "PATCH" ? ids.get("draft") : ids.get(name)) ?? "none",
      );
      const tried = placesIn(body).flatMap((place) =>
        hostile.map(([what, value]) => ({ what, place, body: withValue(body, place, value) })),
      );
      for (let from = 0; from < tried.length; from += 20) {
        await Promise.all(
          tried.slice(from, from + 20).map(async (one) => {
            const response = await fetch(url, {
              method,
              headers: { Authorization: `Bearer ${backend.apiKey}`, "Content-Type": "application/json" },
              body: JSON.stringify(one.body),
            });
            const answer = await response.text();
            const told = [method, path, one.what, one.place.join(".")];
            expect([...told, response.status < 500 ? "" : `${response.status} ${answer}`]).toEqual([...told, ""]);
            if (response.status >= 400) apiErrorSchema.parse(JSON.parse(answer));
          }),
        );
      }
    }
    expect(backend.process.exitCode).toBeNull();
    expect(backend.log()).not.toContain('"level":"error"');
  }, 240_000);
});
