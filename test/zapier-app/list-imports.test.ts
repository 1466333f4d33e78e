import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import nock from "nock";
import { listImports } from "../../zapier-app/src/triggers/list-imports.ts";
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
