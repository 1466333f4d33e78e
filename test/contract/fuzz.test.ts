import { apiErrorSchema } from "@firstquadrant/core-client/schemas";
import { beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { databases } from "../helpers/backend.ts";
import { draftImport, runningBackend, runningImport } from "../helpers/running-backend.ts";

const odd = fc.constantFrom(
  "",
  " ",
  "0",
  "-1",
  "1e309",
  "null",
  "true",
  "\u0000",
  "'",
  '"',
  "%",
  "\\",
  "{}",
  "[]",
  "constructor",
  "__proto__",
  "toString",
  "$1",
  "ü",
  "\u{1F600}",
  "2026-02-30",
  "9999-12-31T23:59:59Z",
  "0001-01-01",
  "x".repeat(3000),
  "con_01arz3ndektsv4rrffq69g5fav",
);
const text = fc.oneof(
  { weight: 3, arbitrary: odd },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 30 }) },
);

const fieldName = fc.oneof(
  fc.constantFrom(
    "id",
    "email",
    "createdAt",
    "updatedAt",
    "importId",
    "tags",
    "latitude",
    "name",
    "status",
    "app",
    "type",
  ),
  fc.constantFrom(
    "company.name",
    "company.domain",
    "customProperties.plan",
    "counts.received",
    "title",
    "seniority",
    "country",
    "city",
    "outcome",
    "completedAt",
  ),
  text,
);
const operator = fc.constantFrom(
  "equals",
  "not",
  "contains",
  "startsWith",
  "endsWith",
  "in",
  "notIn",
  "gt",
  "gte",
  "lt",
  "lte",
  "has",
  "like",
  "constructor",
);
const parameter = fc.oneof(
  fc.tuple(
    fc.constantFrom("limit", "startingAfter", "endingBefore", "orderBy", "sort", "query", "select[]"),
    fc.oneof(text, fieldName),
  ),
  fc.tuple(
    fc.tuple(fieldName, operator).map(([name, one]) => `filter.${name}.${one}`),
    text,
  ),
  fc.tuple(text, text),
);
const query = fc
  .array(parameter, { maxLength: 3 })
  .map((parameters) =>
    parameters
      .map(([name, value]) => `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(value.toWellFormed())}`)
      .join("&"),
  );

/** Any JSON, and objects that look like what is wanted until one looks closer. */
const json = fc.oneof(
  fc.jsonValue(),
  fc.dictionary(
    fc.constantFrom(
      "name",
      "method",
      "app",
      "mode",
      "email",
      "contact",
      "company",
      "data",
      "clear",
      "records",
      "fieldMapping",
      "onConflict",
      "targetUrl",
      "eventTypes",
      "filter",
      "key",
      "label",
      "type",
      "choices",
      "samples",
      "headers",
      "customProperties",
      "since",
      "phone",
      "countryCode",
      "timeZone",
      "tags",
      "linkedInUrl",
      "domain",
      "website",
      "fieldPolicies",
      "prospects",
      "search",
      "limit",
      "__proto__",
    ),
    fc.oneof(
      text,
      fc.jsonValue(),
      fc.constantFrom("webhook", "app", "prospect", "ada@example.com", "https://example.com", "contact.imported"),
      fc.dictionary(fc.oneof(fieldName, text), fc.oneof(text, fc.jsonValue()), { maxKeys: 4 }),
    ),
    { maxKeys: 6 },
  ),
);

const lists = ["contacts", "prospects", "imports", "events", "subscriptions", "deliveries", "imports/{id}/rows"];
const countable = ["contacts", "prospects", "imports", "events", "imports/{id}/rows"];
const writes = [
  { method: "POST", path: "contacts" },
  { method: "PATCH", path: "contacts/{contact}" },
  { method: "POST", path: "contact-fields" },
  { method: "POST", path: "field-mapping/proposals" },
  { method: "POST", path: "imports" },
  { method: "PATCH", path: "imports/{draft}" },
  { method: "PUT", path: "imports/start" },
  { method: "POST", path: "imports/{id}/contacts" },
  { method: "POST", path: "imports/{id}/contacts/batch" },
  { method: "POST", path: "imports/{id}/trigger/{hash}" },
  { method: "POST", path: "imports/{draft}/trigger/{draftHash}" },
  { method: "POST", path: "subscriptions" },
];
const things = ["contacts", "imports", "events", "subscriptions", "imports/{id}/trigger"];

const request = fc.oneof(
  fc.record({
    method: fc.constant("GET"),
    path: fc.constantFrom(...lists, ...countable.map((one) => `${one}/count`)),
    query,
  }),
  fc.record({
    method: fc.constantFrom("GET", "PATCH", "DELETE", "POST"),
    path: fc
      .tuple(fc.constantFrom(...things), text)
      .map(([thing, id]) => `${thing}/${encodeURIComponent(id.toWellFormed())}`),
    query: fc.constant(""),
    body: fc.constant("{}"),
  }),
  fc
    .record({ write: fc.constantFrom(...writes), body: json })
    .map(({ write, body }) => ({ ...write, query: "", body: JSON.stringify(body) })),
);

describe.each(databases)("whatever is asked (%s)", (database) => {
  const running = runningBackend(database);
  const names = new Map<string, string>();

  beforeAll(async () => {
    const to = await runningImport(running.backend, { unknownFields: "keep" });
    const draft = await draftImport(running.backend);
    names.set("{id}", to.id).set("{draft}", draft.id);
    names.set("{hash}", to.trigger.url.split("/").at(-1) ?? "");
    names.set("{draftHash}", draft.trigger.url.split("/").at(-1) ?? "");
    const contact = await fetch(`${running.backend.url}/v5/contacts`, {
      method: "POST",
      headers: { Authorization: `Bearer ${running.backend.apiKey}`, "Content-Type": "application/json" },
      body: '{ "email": "fuzz@example.com" }',
    });
    names.set("{contact}", JSON.parse(await contact.text()).id);
  });

  test("is answered, and never with an error of ours", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 10, maxLength: 10 }), async (requests) => {
        const answers = requests.map(async (one) => {
          const path = one.path.replace(/\{\w+\}/g, (name) => names.get(name) ?? name);
          const response = await fetch(`${running.backend.url}/v5/${path}${one.query === "" ? "" : `?${one.query}`}`, {
            method: one.method,
            headers: { Authorization: `Bearer ${running.backend.apiKey}`, "Content-Type": "application/json" },
            ...("body" in one && one.method !== "GET" && { body: one.body }),
          });
          const answer = await response.text();
          expect([one.method, path, one.query, response.status < 500 ? "" : response.status]).toEqual([
            one.method,
            path,
            one.query,
            "",
          ]);
          if (response.status >= 400) apiErrorSchema.parse(JSON.parse(answer));
        });
        await Promise.all(answers);
      }),
      { numRuns: 60 },
    );
    expect(running.backend.process.exitCode).toBeNull();
    expect(running.backend.log()).not.toContain('"level":"error"');
  });
});
