import { describe, expect, test } from "@jest/globals";
import { checkCycles, checkImports, checkSelfContained } from "./check-imports.ts";
import { checkBarrel, checkLength, checkMarks, checkNames } from "./check-text.ts";
import { parseSourceFile } from "./source-file.ts";
import { zones } from "./zones.ts";

const parse = (files: Record<string, string>) =>
  Object.entries(files).map(([path, text]) => parseSourceFile(path, text));
const importComplaints = (path: string, text: string) => checkImports(parse({ [path]: text }), zones);

describe("the rules of imports", () => {
  test.each([
    ["core-client/src/model/contact.ts", 'import { z } from "zod";', "imports zod"],
    ["core-client/src/send.ts", 'import type { AxiosInstance } from "axios";', "imports axios"],
    ["core-client/src/client.ts", 'const axios = await import("axios");', "imports axios"],
    ["core-client/src/schemas/contact.ts", 'import { createClient } from "../client.ts";', "imports ../client.ts"],
    [
      "zapier-app/src/creates/contact.ts",
      'import { z } from "@firstquadrant/core-client/schemas";',
      "core-client/schemas",
    ],
    ["zapier-app/src/index.ts", 'export * from "../../backend/src/main.ts";', "imports ../../backend/src/main.ts"],
    [
      "n8n-nodes/nodes/FirstQuadrant/FirstQuadrant.node.ts",
      'import core from "@firstquadrant/core-client";',
      "imports @first",
    ],
    ["n8n-nodes/core.ts", 'export * from "lodash";', "imports lodash"],
    ["backend/src/contacts/upsert.ts", 'import { reply } from "../http/reply.ts";', "imports ../http/reply.ts"],
    ["backend/src/contacts/upsert.ts", 'import { sweep } from "../jobs/sweep.ts";', "imports ../jobs/sweep.ts"],
    ["backend/src/contacts/upsert.ts", 'type Reply = import("fastify").FastifyReply;', "imports fastify"],
    ["backend/src/db/postgres.ts", 'import { toImport } from "../imports/import-record.ts";', "imports ../imports/"],
    ["backend/src/http/routes/me.ts", 'import pg = require("pg");', "imports pg"],
    ["backend/src/main.ts", 'import { startBackend } from "../../test/helpers/backend.ts";', "imports ../../test/"],
    ["tools/start.mjs", 'import { z } from "zod";', "imports zod"],
  ])("%s may not have: %s", (path, text, complaint) => {
    const complaints = importComplaints(path, `\n${text}\n`);
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toMatch(new RegExp(`^${path}:2 .*which .* may not`));
    expect(complaints[0]).toContain(complaint);
  });

  test.each([
    ["core-client/src/client.ts", 'import { retryDelay } from "./retry.ts";'],
    ["core-client/src/webhooks/index.ts", 'import { createHmac } from "node:crypto";'],
    ["backend/src/http/routes/me.ts", 'import { findKey } from "../../keys/api-key.ts";'],
    ["backend/src/intake/to-record.ts", 'import { contactFields } from "@firstquadrant/core-client";'],
    ["test/e2e/n8n.test.ts", 'import { app } from "../../backend/src/main.ts"; import axios from "axios";'],
  ])("%s may have: %s", (path, text) => {
    expect(importComplaints(path, text)).toEqual([]);
  });

  test.each([
    'import { createClient } from "@firstquadrant/core-client";',
    'import * as all from "@firstquadrant/core-client";',
  ])("the backend never takes the client: %s", (text) => {
    expect(importComplaints("backend/src/intake/to-record.ts", text)).toEqual([
      "backend/src/intake/to-record.ts:1 imports @firstquadrant/core-client, which may not give it createClient",
    ]);
  });

  test("a file outside of every zone is noticed", () => {
    expect(importComplaints("web/src/main.tsx", "")).toEqual(["web/src/main.tsx:1 belongs to no zone of the table"]);
  });
});

describe("names of a host", () => {
  test.each([
    "const later = setTimeout(() => 1, 5);",
    "const home = process.env.HOME;",
    "globalThis.crypto.randomUUID();",
    'const bytes = Buffer.from("a");',
  ])("core-client may not say: %s", (text) => {
    expect(importComplaints("core-client/src/retry.ts", text)).toHaveLength(1);
  });

  test("a property of such a name is no use of it", () => {
    const text =
      "interface Hosts { process: string; fetch(): void }\nexport const one = hosts.process ?? { console: 1 };";
    expect(importComplaints("core-client/src/retry.ts", text)).toEqual([]);
  });
});

describe("an entry that stands alone", () => {
  const entry = 'export { send } from "./send.ts";';

  test("is found to reach a package over other files", () => {
    const files = parse({ "a/index.ts": entry, "a/send.ts": 'import "./deep.ts";', "a/deep.ts": 'import "zod";' });
    expect(checkSelfContained(files, "a/index.ts")).toEqual([
      "a/deep.ts:1 imports zod, which a/index.ts reaches and may not",
    ]);
  });

  test("may reach types, which are gone at run time", () => {
    const files = parse({ "a/index.ts": entry, "a/send.ts": 'import type { Schema } from "zod";' });
    expect(checkSelfContained(files, "a/index.ts")).toEqual([]);
  });

  test("may not lead to a file that is not there", () => {
    expect(checkSelfContained(parse({ "a/index.ts": entry }), "a/index.ts")).toHaveLength(1);
  });
});

describe("cycles", () => {
  test("are found over several modules, and told once", () => {
    const files = parse({
      "a/one.ts": 'import { two } from "./two.ts";',
      "a/two.ts": 'export { three } from "../b/three.ts";',
      "b/three.ts": 'import "../a/one.ts";',
    });
    expect(checkCycles(files)).toEqual(["a/one.ts → a/two.ts → b/three.ts → a/one.ts"]);
  });

  test("are not made by types, but are by the value beside a type", () => {
    const other = 'import "./one.ts";';
    const cycles = (text: string) => checkCycles(parse({ "a/one.ts": text, "a/two.ts": other }));
    expect(cycles('import type { Two } from "./two.ts";')).toEqual([]);
    expect(cycles('import { type Two } from "./two.ts";')).toHaveLength(1);
  });
});

describe("the text of a file", () => {
  const file = (path: string, text: string) => parseSourceFile(path, text);

  test.each(["// TODO: later", "// FIXME", "/* eslint-disable */", "// @ts-ignore", "// biome-ignore lint: so"])(
    "may not carry: %s",
    (mark) => {
      expect(checkMarks(file("backend/src/main.ts", `const one = 1;\n${mark}\n`))).toHaveLength(1);
    },
  );

  test.each(["backend/src/utils/text.ts", "backend/src/http/helpers.ts", "zapier-app/src/util.ts"])(
    "may not be called %s",
    (path) => {
      expect(checkNames(file(path, ""))).toHaveLength(1);
    },
  );

  test("may not be exports from elsewhere only, except in an entry", () => {
    const barrel = file(
      "backend/src/imports/index.ts",
      'export * from "./transition.ts";\nexport { one } from "./one.ts";',
    );
    expect(checkBarrel(barrel, [])).toHaveLength(1);
    expect(checkBarrel(barrel, ["backend/src/imports/index.ts"])).toEqual([]);
  });

  test("may not be longer than 300 lines, except for a list", () => {
    const long = file("backend/src/main.ts", "run();\n".repeat(301));
    expect(checkLength(long, [])).toHaveLength(1);
    expect(checkLength(long, ["backend/src/main.ts"])).toEqual([]);
    expect(checkLength(file("backend/src/main.ts", "run();\n".repeat(300)), [])).toEqual([]);
  });
});
