import { beforeAll, describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { runningBackend, runningImport } from "../helpers/running-backend.ts";

/** Twelve contacts of one batch: they are made at the same moment. */
const people = Array.from({ length: 12 }, (_, index) => ({
  contact: {
    email: `p${String(index).padStart(2, "0")}@example.com`,
    name: `Person ${index}`,
    // Every third has no city; two letters differ in nothing but their case.
    city: index % 3 === 0 ? "" : index % 3 === 1 ? "London" : "Paris",
    tags: index % 2 === 0 ? ["even", "all"] : ["all"],
    latitude: index * 10 - 50,
    customProperties: { score: index < 6 ? index : `n/a ${index}`, active: index % 2 === 0 },
  },
  company: { name: index < 4 ? "Acme 100%" : "Widgets_Ltd", employeesCount: index < 4 ? 10 : 2000 },
}));

describe.each(databases)("lists (%s)", (database) => {
  const running = runningBackend(database);
  const get = (path: string) => send(running.backend, "GET", `/v5${path}`);
  const emails = async (query: string): Promise<string[]> => {
    const { status, body } = await get(`/contacts?limit=100&sort=asc&orderBy=email&${query}`);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body.map(({ email }: { email: string }) => email.slice(1, 3));
  };
  let importId = "";

  beforeAll(async () => {
    const { id } = await runningImport(running.backend, { name: "People" });
    importId = id;
    const { body } = await send(running.backend, "POST", `/v5/imports/${id}/contacts/batch`, { records: people });
    expect(body.counts.created).toBe(12);
  });

  test.each([
    ["limit=0", "limit"],
    ["limit=101", "limit"],
    ["limit=ten", "limit"],
    ["limit=1.5", "limit"],
    ["limit=1&limit=2", "limit"],
    ["sort=up", "sort"],
    ["orderBy=shoeSize", "orderBy"],
    ["orderBy=constructor", "orderBy"],
    ["startingAfter=con_nothing", "startingAfter"],
    ["endingBefore=con_nothing", "endingBefore"],
    ["startingAfter=a&endingBefore=b", "endingBefore"],
    ["page=2", "page"],
    ["filter.email=x", "filter.email"],
    ["filter.shoeSize.equals=42", "filter.shoeSize.equals"],
    ["filter.company.mood.equals=x", "filter.company.mood.equals"],
    ["filter.email.like=x", "filter.email.like"],
    ["filter.email.gt=x", "filter.email.gt"],
    ["filter.createdAt.gte=yesterday", "filter.createdAt.gte"],
    ["filter.createdAt.gte=1", "filter.createdAt.gte"],
    ["filter.createdAt.contains=2026", "filter.createdAt.contains"],
    ["filter.latitude.gt=north", "filter.latitude.gt"],
  ])("%s is refused, naming the parameter", async (query, field) => {
    const answer = await get(`/contacts?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: "invalid_parameters", details: [{ field }] });
    expect(answer.body.message).toContain(field);
  });

  test("have 25 items unless said, and at most what was said", async () => {
    expect((await get("/contacts?limit=5")).body).toHaveLength(5);
    expect((await get("/contacts?limit=100")).body).toHaveLength(12);
    expect((await get("/contacts")).body).toHaveLength(12);
    expect((await get("/contacts/count?limit=1")).body).toEqual({ count: 12 });
  });

  test.each([
    "createdAt",
    "email",
    "city",
    "company.employeesCount",
    "customProperties.score",
    "latitude",
    "tags",
    "importId",
  ])(
    "paged by %s in either direction show every item once, also where values are equal or missing",
    async (orderBy) => {
      for (const sort of ["asc", "desc"]) {
        const whole = (await get(`/contacts?limit=100&orderBy=${orderBy}&sort=${sort}`)).body;
        const ids = whole.map(({ id }: { id: string }) => id);
        expect(new Set(ids).size).toBe(12);
        const forward: string[] = [];
        for (let page = ["start"]; page.length > 0; ) {
          const after = forward.length === 0 ? "" : `&startingAfter=${forward.at(-1)}`;
          const { body } = await get(`/contacts?limit=5&orderBy=${orderBy}&sort=${sort}${after}`);
          page = body.map(({ id }: { id: string }) => id);
          forward.push(...page);
        }
        expect(forward).toEqual(ids);
        const { body } = await get(`/contacts?limit=5&orderBy=${orderBy}&sort=${sort}&endingBefore=${ids[8]}`);
        expect(body.map(({ id }: { id: string }) => id)).toEqual(ids.slice(3, 8));
      }
    },
  );

  test("numbers are in the order of numbers", async () => {
    const { body } = await get("/contacts?limit=100&orderBy=latitude&sort=asc");
    expect(body.map(({ latitude }: { latitude: number }) => latitude)).toEqual(
      people.map((_, index) => index * 10 - 50),
    );
  });

  test.each([
    ["filter.email.equals=p03@example.com", ["03"]],
    [
      "filter.email.not=p03@example.com&filter.email.startsWith=P0",
      ["00", "01", "02", "04", "05", "06", "07", "08", "09"],
    ],
    ["filter.email.endsWith=0@EXAMPLE.com", ["00", "10"]],
    ["filter.email.in=p01@example.com, p05@example.com,nobody", ["01", "05"]],
    [
      "filter.email.notIn=p00@example.com,p01@example.com&filter.email.startsWith=p0&filter.city.equals=Paris",
      ["02", "05", "08"],
    ],
    ["filter.city.equals=london", []],
    ["filter.city.equals=London&filter.tags.has=even", ["04", "10"]],
    ["filter.city.not=London&filter.city.not=Paris", ["00", "03", "06", "09"]],
    ["filter.city.notIn=London,Paris", ["00", "03", "06", "09"]],
    ["filter.city.contains=ONDO&filter.company.name.contains=acme", ["01"]],
    ["filter.company.name.contains=100%25", ["00", "01", "02", "03"]],
    ["filter.company.name.contains=%25", ["00", "01", "02", "03"]],
    ["filter.company.name.startsWith=Widgets_&filter.latitude.gte=50", ["10", "11"]],
    ["filter.company.employeesCount.gt=10&filter.latitude.lt=0", ["04"]],
    ["filter.latitude.lte=-40", ["00", "01"]],
    ["filter.latitude.equals=-50", ["00"]],
    ["filter.customProperties.score.gte=4", ["04", "05"]],
    ["filter.customProperties.score.contains=n/a 1", ["10", "11"]],
    ["filter.customProperties.active.equals=true&filter.latitude.gt=40", ["10"]],
    ["filter.customProperties.nothing.equals=x", []],
    ["filter.createdAt.gte=2020-01-01&filter.createdAt.lt=2999-12-31T23:59:59Z&filter.latitude.gt=50", ["11"]],
    ["filter.createdAt.lt=2020-01-01", []],
    ["query=PERSON 1", ["01", "10", "11"]],
    ["query=acme", ["00", "01", "02", "03"]],
    ["query=%25", ["00", "01", "02", "03"]],
    ["query=_ltd&filter.city.equals=Paris", ["05", "08", "11"]],
    ["query='; drop table contacts; --", []],
  ])("%s finds what it says, and the count agrees", async (query, expected) => {
    expect(await emails(query)).toEqual(expected);
    expect((await get(`/contacts/count?${query}`)).body).toEqual({ count: expected.length });
  });

  test("select[] answers the named fields alone", async () => {
    const { body } = await get("/contacts?select[]=email&select[]=city&limit=1&sort=asc&orderBy=email");
    expect(body).toEqual([{ email: "p00@example.com" }]);
    const other = await get("/contacts?select[]=id&select[]=company&limit=1");
    expect(Object.keys(other.body[0])).toEqual(["id", "company"]);
  });

  test("an import's contacts are found by it", async () => {
    expect((await get(`/contacts/count?filter.importId.equals=${importId}`)).body).toEqual({ count: 12 });
    expect((await get("/contacts/count?filter.importId.equals=imp_other")).body).toEqual({ count: 0 });
  });

  test("rows are found by id, outcome, time and what was received", async () => {
    const rows = (await get(`/imports/${importId}/rows?sort=asc&limit=3`)).body;
    expect(rows.map(({ input }: { input: unknown }) => input)).toEqual(people.slice(0, 3));
    const at = (query: string) => get(`/imports/${importId}/rows?${query}`);
    const [, second] = rows;
    expect((await at(`filter.id.equals=${second.id}`)).body).toEqual([second]);
    expect((await at(`startingAfter=${second.id}&sort=asc&limit=1`)).body).toEqual([rows[2]]);
    expect((await at("query=p07@")).body).toHaveLength(1);
    expect((await at(`filter.createdAt.gte=${second.createdAt}`)).body).toHaveLength(12);
    expect((await at("filter.createdAt.lt=2020-01-01")).body).toEqual([]);
    expect((await at("filter.outcome.in=rejected,skipped")).body).toEqual([]);
    expect((await get(`/imports/${importId}/rows/count?filter.outcome.equals=created`)).body).toEqual({ count: 12 });
    expect((await get("/imports/imp_nothing/rows")).status).toBe(404);
  });

  test("imports are found by status, name, time and counts", async () => {
    const names = async (query: string) =>
      (await get(`/imports?sort=asc&${query}`)).body.map(({ name }: { name: string }) => name);
    expect(await names("filter.counts.received.gte=12")).toEqual(["People"]);
    expect(await names("filter.name.startsWith=peop")).toEqual(["People"]);
    expect(await names("filter.status.in=running,completed")).toEqual(["Webhook", "People"]);
    expect(await names("filter.completedAt.gt=2020-01-01")).toEqual([]);
    expect(await names("orderBy=completedAt")).toHaveLength(2);
    expect(await names("query=WEBH")).toEqual(["Webhook"]);
  });
});
