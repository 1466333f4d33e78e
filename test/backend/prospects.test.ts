import type { Prospect, ProspectSearch } from "@firstquadrant/core-client";
import { prospectSchema } from "@firstquadrant/core-client/schemas";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { clientOf, send } from "../helpers/api.ts";
import { type Backend, createStorage, databases, type Storage, startBackend } from "../helpers/backend.ts";
import { allProspects, prospectsCommand } from "../helpers/prospects-command.ts";

// More than are looked through before an index is asked: rare things are found by it.
const generated = 12_000;

const folded = (text: string | null) =>
  (text ?? "").toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/ł/g, "l").replace(/ı/g, "i");
const wordsOf = (...texts: (string | null)[]) => new Set(texts.flatMap((text) => folded(text).split(/[^a-z0-9]+/)));
const hasWords = (words: ReadonlySet<string>, wanted: string) => wanted.split(" ").every((word) => words.has(word));

/** A search, and which prospects it is to find. */
const searches: [ProspectSearch, (prospect: Prospect) => boolean][] = [
  [{}, () => true],
  [{ filters: { "country.equals": "US" } }, ({ country }) => country === "US"],
  [
    { filters: { "country.in": ["NG", "CH"], "companySize.in": ["1-10", "11-50"] } },
    ({ country, companySize }) => /NG|CH/.test(country ?? "") && /^(1-10|11-50)$/.test(companySize ?? ""),
  ],
  [
    { filters: { "seniority.equals": "partner", "industry.equals": "real estate" } },
    ({ seniority, industry }) => seniority === "partner" && industry === "Real Estate",
  ],
  [{ filters: { "seniority.in": ["owner", "founder"], "companySize.equals": "10001+" } }, () => false],
  [{ filters: { "city.equals": "munchen" } }, ({ city }) => city === "München"],
  [
    { filters: { "city.in": ["São Paulo", "Rio de Janeiro"], "seniority.equals": "c_suite" } },
    ({ city, seniority }) => /São Paulo|Rio/.test(city ?? "") && seniority === "c_suite",
  ],
  [{ filters: { "title.contains": "officer CHIEF marketing" } }, ({ title }) => title === "Chief Marketing Officer"],
  // A title's words are told from those of a company: there are companies named … Media.
  [{ filters: { "title.contains": "media" } }, () => false],
  [
    { query: "media" },
    ({ title, name, companyName, city, industry }) =>
      hasWords(wordsOf(title, name, companyName, city, industry), "media"),
  ],
  [
    { query: "Müller berlin" },
    ({ title, name, companyName, city, industry }) =>
      hasWords(wordsOf(title, name, companyName, city, industry), "muller berlin"),
  ],
  [{ query: "zzyzx" }, () => false],
  [{ query: "manager", filters: { "seniority.equals": "entry" } }, () => false],
];

describe.each(databases)("the prospect database (%s)", (database) => {
  let storage: Storage;
  let backend: Backend;
  let all: Prospect[];

  beforeAll(async () => {
    storage = await createStorage(database);
    const filled = await prospectsCommand(storage, "generate", String(generated));
    expect(filled).toMatchObject({ code: 0, errors: "" });
    backend = await startBackend(storage);
    all = await allProspects(backend);
  }, 120_000);

  afterAll(async () => {
    await backend?.stop();
    await storage?.remove();
  });

  const get = (path: string) => send(backend, "GET", `/v5/prospects${path}`);

  test("lists everybody once, the newest first, without addresses", () => {
    expect(all).toHaveLength(generated);
    expect(new Set(all.map(({ id }) => id)).size).toBe(generated);
    expect(all.map(({ id }) => id)).toEqual(
      all
        .map(({ id }) => id)
        .toSorted()
        .toReversed(),
    );
    expect(z.array(prospectSchema.strict()).safeParse(all.slice(0, 100)).error).toBeUndefined();
    expect(JSON.stringify(all)).not.toContain("@");
  });

  test.each(searches)("finds and counts for %j exactly who is meant", async (search, isMeant) => {
    const meant = all.filter(isMeant).map(({ id }) => id);
    const { prospects } = clientOf(backend);
    const found: string[] = [];
    for await (const { id } of prospects.all(search)) found.push(id);
    expect(found).toEqual(meant);
    const upwards: string[] = [];
    for await (const { id } of prospects.all({ ...search, sort: "asc" })) upwards.push(id);
    expect(upwards).toEqual(meant.toReversed());

    const { count, isEstimate } = await prospects.count(search);
    if (!isEstimate) expect(count).toBe(meant.length);
    else expect(Math.abs(count - meant.length)).toBeLessThan(meant.length / 4);
  });

  test("goes back from a page to the one before", async () => {
    const ids = all.flatMap(({ id, seniority }) => (seniority === "partner" ? [id] : []));
    const before = await get(`?filter.seniority.equals=partner&limit=5&endingBefore=${ids[8]}`);
    expect(before.body.map(({ id }: Prospect) => id)).toEqual(ids.slice(3, 8));
  });

  test("answers with the fields that were asked for", async () => {
    const answer = await get("?limit=1&select[]=title&select[]=city");
    expect(answer.body).toEqual([{ title: all[0]?.title, city: all[0]?.city }]);
  });

  test.each([
    ["filter.shoeSize.equals=42", "filter.shoeSize.equals"],
    ["filter.email.equals=a@b.example", "filter.email.equals"],
    ["filter.country.contains=U", "filter.country.contains"],
    ["filter.country.equals=Atlantis", "filter.country.equals"],
    ["filter.seniority.in=vp,boss", "filter.seniority.in"],
    ["filter.companySize.equals=12", "filter.companySize.equals"],
    ["filter.city.equals=Rome&filter.city.equals=Paris", "filter.city.equals"],
    ["filter.title.contains=---", "filter.title.contains"],
    ["query=---", "query"],
    ["orderBy=name", "orderBy"],
    ["limit=101", "limit"],
    ["startingAfter=con_1", "startingAfter"],
    ["endingBefore=pro_1", "endingBefore"],
    ["foo=1", "foo"],
  ])("says what is wrong with %s", async (query, field) => {
    const answer = await get(`?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { code: "invalid_parameters", details: [{ field }] } });
  });

  test("needs the scope of its own", async () => {
    const scopes = ["urn:firstquadrant:contact:*:write"];
    const { key } = (await send(backend, "POST", "/v5/keys", { name: "Contacts only", scopes })).body;
    const answer = await send({ ...backend, apiKey: key }, "GET", "/v5/prospects/count");
    expect(answer).toMatchObject({ status: 403, body: { code: "missing_scopes" } });
  });
});

describe.each(databases)("a first start (%s)", (database) => {
  test("has a few fictional people to try, and the next one no more", async () => {
    const storage = await createStorage(database);
    const first = await startBackend(storage);
    const count = await send(first, "GET", "/v5/prospects/count");
    expect(count.body).toEqual({ count: 1000, isEstimate: false });
    await first.stop();
    const second = { ...(await startBackend(storage)), apiKey: first.apiKey };
    expect((await send(second, "GET", "/v5/prospects/count")).body).toEqual({ count: 1000, isEstimate: false });
    await second.stop();
    await storage.remove();
  }, 120_000);
});
