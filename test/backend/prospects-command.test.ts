import { writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { type Backend, createStorage, databases, type Storage, startBackend } from "../helpers/backend.ts";
import { allProspects, prospectsCommand } from "../helpers/prospects-command.ts";

describe.each(databases)("the command for prospects (%s)", (database) => {
  let storage: Storage;

  beforeAll(async () => {
    storage = await createStorage(database);
  });

  afterAll(() => storage.remove());

  const command = (...args: string[]) => prospectsCommand(storage, ...args);

  async function importCsv(text: string | Buffer, ...args: string[]) {
    const file = path.join(storage.env.DATA_DIR ?? "", "people.csv");
    await writeFile(file, text);
    return command("import", file, ...args);
  }

  const onBackend = async <Result>(work: (backend: Backend) => Promise<Result>): Promise<Result> => {
    const backend = await startBackend(storage);
    try {
      return await work(backend);
    } finally {
      await backend.stop();
    }
  };

  let apiKey = "";

  test("an operator's own people are loaded, and lines that cannot be are told", async () => {
    const done = await importCsv(
      [
        "Email,First name,Last name,Job title,Seniority,City,Country,Company,Company domain,Industry,Employees,Phone,Shoe size",
        "Grace@Navy.example,Grace,Hopper,Rear Admiral,c_suite,New York,United States,Navy,navy.example,Public Administration,60000,+12125550100,38",
        "nobody,No,Body,,,,,,,,,,",
        "ada@engines.example,Ada,Lovelace,Head of Analytics,boss,London,GB,Analytical Engines,engines.example,Software,12,,",
      ].join("\n"),
    );
    expect(done).toMatchObject({ code: 0, output: "Added 2, changed 0, rejected 1.\n" });
    expect(done.errors).toContain("line 3: email is no email address");
    expect(done.errors).toContain("line 4: employmentSeniority was left out");
    expect(done.errors).toContain("Shoe size");

    await onBackend(async (backend) => {
      apiKey = backend.apiKey;
      const [ada, grace, ...others] = await allProspects(backend);
      // Whoever has people of his own gets no fictional ones.
      expect(others).toEqual([]);
      expect(ada).toMatchObject({ name: "Ada Lovelace", seniority: null, country: "GB", companySize: "11-50" });
      expect(grace).toMatchObject({
        name: "Grace Hopper",
        title: "Rear Admiral",
        seniority: "c_suite",
        country: "US",
        companyDomain: "navy.example",
        industry: "Public Administration",
        employeesCount: 60_000,
        companySize: "10001+",
      });
    });
  }, 120_000);

  test("whoever is there is changed: what is not given stays, and searches know of it", async () => {
    const done = await importCsv(
      "email;city;name\ngrace@navy.example;Arlington;\nnew@people.example;;Maria da Silva\n",
    );
    expect(done).toMatchObject({ code: 0, output: "Added 1, changed 1, rejected 0.\n", errors: "" });
    await onBackend(async (started) => {
      const backend = { ...started, apiKey };
      const found = async (search: string) =>
        (await send(backend, "GET", `/v5/prospects?${search}`)).body.map(({ name }: { name: string }) => name);
      expect(await found("filter.city.equals=arlington&filter.seniority.equals=c_suite")).toEqual(["Grace Hopper"]);
      expect(await found("filter.city.equals=New York")).toEqual([]);
      expect(await found("query=silva")).toEqual(["Maria da Silva"]);
      const count = await send(backend, "GET", "/v5/prospects/count?filter.country.equals=US");
      expect(count.body).toEqual({ count: 1, isEstimate: false });
    });
    // The same again changes nothing and nobody.
    const moved = await importCsv("email,country\ngrace@navy.example,FR\n");
    expect(moved.output).toBe("Added 0, changed 1, rejected 0.\n");
    await onBackend(async (started) => {
      const backend = { ...started, apiKey };
      for (const [country, count] of [
        ["US", 0],
        ["FR", 1],
      ]) {
        const counted = await send(backend, "GET", `/v5/prospects/count?filter.country.equals=${country}`);
        expect(counted.body).toEqual({ count, isEstimate: false });
      }
    });
  }, 180_000);

  test("a file that cannot be read for sure, or has no addresses, loads nothing", async () => {
    const latin = Buffer.from("email,name\njose@x.example,Jos\xe9 Mu\xf1oz\n", "latin1");
    expect(await importCsv(latin)).toMatchObject({ code: 1, errors: expect.stringContaining("--encoding") });
    const said = await importCsv(latin, "--encoding", "windows-1252");
    expect(said).toMatchObject({ code: 0, output: "Added 1, changed 0, rejected 0.\n" });
    expect(await importCsv("colour,size\nred,4\n")).toMatchObject({
      code: 1,
      errors: expect.stringContaining("colour, size"),
    });
    expect(await command("import", "/nowhere.csv")).toMatchObject({
      code: 1,
      errors: "There is no file /nowhere.csv.\n",
    });
  }, 120_000);

  test.each([
    [[], "What is to be done?"],
    [["generate"], "How many?"],
    [["generate", "many"], "whole number"],
    [["generate", "0"], "whole number"],
    [["generate", "5", "6"], "more than generate takes"],
    [["import"], "Which file?"],
    [["count", "all"], "more than count takes"],
    [["forget"], 'There is no "forget"'],
    [["generate", "5", "--colour", "red"], "--colour"],
  ])("what cannot be done is said, and how it is written: %j", async (args, why) => {
    const done = await command(...args);
    expect(done).toMatchObject({ code: 1, output: "", errors: expect.stringContaining(why) });
    expect(done.errors).toContain("npm run backend -- prospects generate 10000");
  });

  test("a backend has its embedded database alone", async () => {
    if (database === "embedded") {
      await onBackend(async () => {
        expect(await command("count")).toMatchObject({ code: 1, errors: expect.stringContaining("stop it") });
      });
    }
    expect((await command("count")).output).toBe("4 prospects.\n");
  }, 120_000);
});

describe("fictional people", () => {
  /** Generates so many at a time, and answers with who they are. */
  async function generate(database: "embedded" | "postgres", counts: number[], seed: number) {
    const storage = await createStorage(database);
    for (const count of counts) {
      const done = await prospectsCommand(storage, "generate", String(count), "--seed", String(seed));
      expect(done).toMatchObject({ code: 0, errors: "" });
    }
    const backend = await startBackend(storage);
    const made = await allProspects(backend);
    await backend.stop();
    await storage.remove();
    return made.map(({ createdAt: _, updatedAt: __, ...person }) => person);
  }

  test("are the same of the same seed, on every database, and others of another", async () => {
    const some = await generate("embedded", [300, 200], 7);
    expect(some).toHaveLength(500);
    expect(some.every(({ companyDomain }) => companyDomain?.endsWith(".example"))).toBe(true);
    const [last = "embedded"] = databases.toReversed();
    expect(await generate(last, [500], 7)).toEqual(some);
    const others = await generate(last, [500], 8);
    expect(others.filter(({ name }, index) => name === some[index]?.name).length).toBeLessThan(50);
  }, 240_000);
});
