import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import nock from "nock";
import listContactFields from "../../zapier-app/src/triggers/list-contact-fields.ts";
import { listImports } from "../../zapier-app/src/triggers/list-imports.ts";
import listImportsWithRuns from "../../zapier-app/src/triggers/list-imports-with-runs.ts";
import listRunningImports from "../../zapier-app/src/triggers/list-running-imports.ts";
import { api, appTester, useApi } from "../helpers/zapier-app.ts";
import { anImport } from "../helpers/zapier-records.ts";

useApi();

/** Zapier keeps a dropdown's place between two pages; here it is a variable. */
let kept: string | null = null;

function rememberPlace(): void {
  nock("https://rpc.zapier.com")
    .post("/cli")
    .reply(200, (_uri, body) => {
      const { id, method, params } = JSON.parse(String(body));
      if (method === "set_cursor") kept = params[0];
      return { id, result: method === "get_cursor" ? kept : null };
    });
}

beforeAll(() => {
  process.env.ZAPIER_DEPLOY_KEY = "no-key";
});
afterAll(() => {
  delete process.env.ZAPIER_DEPLOY_KEY;
});

const imports = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => anImport({ id: `imp_${from + index}`, name: `Import ${from + index}` }));

describe("the dropdown of imports", () => {
  test("shows each import with its status", async () => {
    api()
      .get("/imports?limit=100")
      .reply(200, [anImport({ id: "imp_1", name: "News", status: "draft" }), anImport({ id: "imp_2", name: "Leads" })]);
    expect(await appTester(listImports)).toEqual([
      { id: "imp_1", label: "News (draft)", name: "News", status: "draft" },
      { id: "imp_2", label: "Leads (running)", name: "Leads", status: "running" },
    ]);
  });

  test("goes on where the page before ended, until there is no more", async () => {
    api().get("/imports?limit=100").reply(200, imports(100));
    rememberPlace();
    expect(await appTester(listImports, { meta: { page: 0 } })).toHaveLength(100);

    rememberPlace();
    api().get("/imports?limit=100&startingAfter=imp_99").reply(200, imports(3, 100));
    rememberPlace();
    const second = await appTester(listImports, { meta: { page: 1 } });
    expect(second.map(({ id }) => id)).toEqual(["imp_100", "imp_101", "imp_102"]);

    rememberPlace();
    expect(await appTester(listImports, { meta: { page: 2 } })).toEqual([]);
  });
});

test.each([
  ["running ones", listRunningImports, { "filter.status.equals": "running" }],
  ["those that have runs", listImportsWithRuns, { "filter.method.in": "upload,prospect" }],
])("a dropdown of %s asks for no others", async (_what, { operation }, filter) => {
  api()
    .get("/imports")
    .query({ limit: "100", ...filter })
    .reply(200, [anImport({ id: "imp_1", name: "News" })]);
  expect(await appTester(operation.perform)).toEqual([
    { id: "imp_1", label: "News (running)", name: "News", status: "running" },
  ]);
});

test("the dropdown of fields has the company's and the organization's own, and not what tells contacts apart", async () => {
  api()
    .get("/contact-fields")
    .reply(200, [
      { key: "email", label: "Email", identifies: true },
      { key: "phone", label: "Phone", identifies: false },
      { key: "company.name", label: "Company Name", identifies: false },
      { key: "customProperties.plan", label: "Plan", identifies: false },
    ]);
  expect(await appTester(listContactFields.operation.perform)).toEqual([
    { id: "phone", label: "Phone" },
    { id: "company.name", label: "Company Name" },
    { id: "customProperties.plan", label: "Plan" },
  ]);
});
