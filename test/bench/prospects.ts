import { spawn } from "node:child_process";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { type BackendProcess, startBackend } from "./backend-process.ts";
import { readable } from "./bench-line.ts";
import { say } from "./say.ts";
import { withStorage } from "./storage.ts";

// `node --conditions=source test/bench/prospects.ts [--prospects 10000000]`, on the PostgreSQL of the tests. With
// DATABASE_URL (and, after the first time, FIRSTQUADRANT_API_KEY) a database that is filled already is measured and kept.

const warmUps = 2;
const times = 5;

const { values } = parseArgs({ options: { prospects: { type: "string", default: "10000000" } } });

/** What is searched for, by name. The word is one of a made-up company's name. */
const searches: [string, string][] = [
  ["everybody", ""],
  ["country: US", "filter.country.equals=US"],
  ["country: NG", "filter.country.equals=NG"],
  ["seniority: director", "filter.seniority.equals=director"],
  ["industry: Software", "filter.industry.equals=Software"],
  ["size: 10001+", "filter.companySize.equals=10001%2B"],
  ["city: Berlin", "filter.city.equals=Berlin"],
  ["city and seniority", "filter.city.equals=Berlin&filter.seniority.equals=director"],
  ["city and title", "filter.city.equals=Berlin&filter.title.contains=sales+director"],
  [
    "country, seniority, industry, size",
    "filter.country.equals=US&filter.seniority.equals=director&filter.industry.equals=Software&filter.companySize.equals=10001%2B",
  ],
  [
    "several countries, seniorities, sizes",
    "filter.country.in=DE,CH&filter.seniority.in=vp,c_suite&filter.companySize.in=51-200,201-500",
  ],
  [
    "a handful: country, seniority, industry, size",
    "filter.country.equals=CH&filter.seniority.equals=intern&filter.industry.equals=Legal+Services&filter.companySize.equals=1-10",
  ],
  ["nobody: owners of the largest", "filter.seniority.equals=owner&filter.companySize.equals=10001%2B"],
  [
    "nobody: owners, founders, partners of above 200",
    "filter.seniority.in=owner,founder,partner&filter.companySize.in=201-500,501-1000,1001-5000,5001-10000,10001%2B",
  ],
  ["nobody: Berlin in the US", "filter.city.equals=Berlin&filter.country.equals=US"],
  ["nobody: chiefs among the entry level", "filter.seniority.equals=entry&filter.title.contains=chief"],
  ["nobody: managers among the entry level", "filter.seniority.equals=entry&filter.title.contains=manager"],
  ["a frequent word: manager", "query=manager"],
  ["a frequent word of companies: group", "query=group"],
  ["a rare word", "query=quinvazon"],
  ["a word that nobody has", "query=zzyzx"],
  ["two words: marketing berlin", "query=marketing+berlin"],
  ["a name: james smith", "query=james+smith"],
  ["three words: head sales paris", "query=head+sales+paris"],
  ["title of three words, and country", "filter.title.contains=chief+marketing+officer&filter.country.equals=GB"],
  [
    "a word of a title, industry, country",
    "filter.title.contains=data&filter.industry.equals=Retail&filter.country.equals=US",
  ],
  ["deep in the list: everybody", "startingAfter=pro_000005000000"],
  ["deep in the list: country", "filter.country.equals=US&startingAfter=pro_000005000000"],
  [
    "deep in the list: city and seniority",
    "filter.city.equals=Berlin&filter.seniority.equals=director&startingAfter=pro_000002000000",
  ],
  ["the oldest first: country", "filter.country.equals=DE&sort=asc"],
];

/** The value below which so much of the measures are. */
function quantile(measures: readonly number[], share: number): number {
  const sorted = measures.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** How long a call takes once it is warm, in milliseconds. */
async function measure(backend: BackendProcess, route: string): Promise<{ answer: unknown; took: number[] }> {
  let answer: unknown;
  const took: number[] = [];
  for (let time = 0; time < warmUps + times; time += 1) {
    const beganAt = performance.now();
    answer = await backend.call("GET", route);
    if (time >= warmUps) took.push(performance.now() - beganAt);
  }
  return { answer, took };
}

const shown = (measures: readonly number[]): string =>
  [quantile(measures, 0.5), quantile(measures, 0.95), Math.max(...measures)]
    .map((one) => one.toFixed(0).padStart(5))
    .join(" ");

async function measureAll(backend: BackendProcess): Promise<void> {
  const pages: number[] = [];
  const counts: number[] = [];
  process.stdout.write(`${"search".padEnd(50)}${"found".padStart(13)}   page p50 p95 max   count p50 p95 max (ms)\n`);
  for (const [name, query] of searches) {
    const page = await measure(backend, `/prospects?${query}`);
    const ofCount = query.replace(/&?(startingAfter|sort)=\w+/, "");
    const count = await measure(backend, `/prospects/count?${ofCount}`);
    const found = Object(count.answer);
    pages.push(...page.took);
    counts.push(...count.took);
    const number = `${found.isEstimate === true ? "~" : ""}${readable(Number(found.count))}`;
    process.stdout.write(`${name.padEnd(50)}${number.padStart(13)}   ${shown(page.took)}   ${shown(count.took)}\n`);
  }
  process.stdout.write(`${"all".padEnd(66)}${shown(pages)}   ${shown(counts)}\n`);
}

async function fill(env: Record<string, string>): Promise<void> {
  say(`adding ${readable(Number(values.prospects))} prospects`);
  const parameters = ["--conditions=source", "src/prospects-command.ts", "generate", values.prospects];
  const cwd = new URL("../../backend", import.meta.url);
  const child = spawn(process.execPath, parameters, { cwd, env: { PATH: process.env.PATH, ...env }, stdio: "inherit" });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error("The database could not be filled.");
}

async function measureOn(env: Record<string, string>, knownKey?: string): Promise<void> {
  const backend = await startBackend(env, knownKey);
  try {
    await measureAll(backend);
  } finally {
    await backend.stop();
  }
}

const { DATABASE_URL: url, FIRSTQUADRANT_API_KEY: key } = process.env;
await withStorage(url === undefined ? "postgres" : "embedded", async ({ env }) => {
  if (url !== undefined) return measureOn({ ...env, DATABASE_URL: url }, key);
  await fill(env);
  return measureOn(env);
});
