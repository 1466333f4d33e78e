import { spawnSync } from "node:child_process";
import path from "node:path";
import { errorStatuses } from "@firstquadrant/core-client";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { runningBackend } from "../helpers/running-backend.ts";

const calls = [
  "get /v5/me",
  "get /v5/contacts",
  "post /v5/contacts",
  "get /v5/contacts/count",
  "get /v5/contacts/{id}",
  "patch /v5/contacts/{id}",
  "delete /v5/contacts/{id}",
  "get /v5/contacts/{id}/export",
  "post /v5/contacts/{id}/forget",
  "post /v5/contacts/{id}/merge",
  "get /v5/contact-fields",
  "post /v5/contact-fields",
  "delete /v5/contact-fields/{id}",
  "post /v5/field-mapping/proposals",
  "get /v5/imports",
  "post /v5/imports",
  "get /v5/imports/count",
  "put /v5/imports/start",
  "get /v5/imports/{id}",
  "patch /v5/imports/{id}",
  "delete /v5/imports/{id}",
  "post /v5/imports/{id}/start",
  "post /v5/imports/{id}/complete",
  "post /v5/imports/{id}/undo",
  "post /v5/imports/{id}/trigger/rotate",
  "post /v5/imports/{id}/trigger/{hash}",
  "post /v5/imports/{id}/contacts",
  "post /v5/imports/{id}/contacts/batch",
  "put /v5/imports/{id}/file",
  "post /v5/imports/{id}/uploads",
  "patch /v5/imports/{id}/uploads/{uploadId}",
  "delete /v5/imports/{id}/uploads/{uploadId}",
  "get /v5/imports/{id}/rows",
  "get /v5/imports/{id}/rows/count",
  "get /v5/imports/{id}/samples",
  "get /v5/prospects",
  "get /v5/prospects/count",
  "get /v5/events",
  "get /v5/events/count",
  "get /v5/events/{id}",
  "get /v5/subscriptions",
  "get /v5/subscriptions/count",
  "post /v5/subscriptions",
  "get /v5/subscriptions/{id}",
  "delete /v5/subscriptions/{id}",
  "post /v5/subscriptions/{id}/replay",
  "get /v5/deliveries",
  "get /v5/deliveries/count",
  "post /v5/deliveries/{id}/redeliver",
  "get /v5/keys",
  "get /v5/keys/count",
  "post /v5/keys",
  "get /v5/keys/{id}",
  "delete /v5/keys/{id}",
  "post /v5/keys/{id}/rotate",
];

const methods = ["get", "post", "put", "patch", "delete"];

interface Operation {
  summary?: string;
  security?: unknown[];
  parameters?: { name: string; in: string; description?: string; required?: boolean }[];
  requestBody?: unknown;
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

describe("the description of the API at /v5/docs", () => {
  const running = runningBackend("embedded");
  let document: {
    openapi: string;
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, object>; securitySchemes: object };
    webhooks: object;
  };

  const operations = () =>
    Object.entries(document.paths).flatMap(([address, item]) =>
      methods.flatMap((method) => {
        const operation = item[method];
        return operation === undefined ? [] : [{ name: `${method} ${address}`, operation }];
      }),
    );

  beforeAll(async () => {
    // Without a key: who reads it may not have one yet.
    document = JSON.parse(await (await fetch(`${running.backend.url}/v5/docs`)).text());
  });

  test("is valid OpenAPI 3.1", () => {
    expect(document.openapi).toBe("3.1.0");
    const script = path.join(__dirname, "../helpers/validate-openapi.mjs");
    const { stdout, stderr } = spawnSync(process.execPath, [script], {
      input: JSON.stringify(document),
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({ valid: true, version: "3.1", errors: [] });
  });

  test("holds every call of the contract", () => {
    expect(operations().map(({ name }) => name)).toEqual(expect.arrayContaining(calls));
  });

  test("says of every call what it does, what it takes, and what it answers, errors too", () => {
    for (const { name, operation } of operations()) {
      expect([name, operation.summary]).toEqual([name, expect.stringMatching(/^[A-Z].{5,}/)]);
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === "path");
      expect(inPath.map((parameter) => `{${parameter.name}}`)).toEqual(name.match(/\{\w+\}/g) ?? []);
      const statuses = Object.keys(operation.responses);
      expect(statuses).toEqual(expect.arrayContaining(["4XX", "5XX"]));
      expect(statuses.filter((status) => status.startsWith("2"))).toHaveLength(1);
      for (const [status, response] of Object.entries(operation.responses)) {
        if (status === "204") continue;
        expect([name, status, response.content?.["application/json"]?.schema]).toEqual([
          name,
          status,
          expect.any(Object),
        ]);
      }
      if (name.startsWith("post /v5/imports/{id}/trigger/{hash}")) expect(operation.security).toEqual([]);
    }
  });

  test("says how a list is asked for", () => {
    const list = document.paths["/v5/contacts"]?.get;
    const names = (list?.parameters ?? []).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["limit", "startingAfter", "endingBefore", "orderBy", "sort", "query"]),
    );
  });

  test("names the things of the contract", () => {
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining([
        "Contact",
        "Company",
        "Import",
        "ImportRow",
        "Event",
        "Subscription",
        "Delivery",
        "Prospect",
        "ProspectSearch",
        "Error",
      ]),
    );
    expect(document.webhooks).toHaveProperty("event");
  });

  test("is shown to people at /v5/swagger", async () => {
    const response = await fetch(`${running.backend.url}/v5/swagger`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain("text/html");
  });

  test("every code of an error has one status", async () => {
    const answer = await send(running.backend, "GET", "/v5/nowhere");
    expect(Object.entries(errorStatuses)).toContainEqual([answer.body.code, answer.status]);
  });
});
