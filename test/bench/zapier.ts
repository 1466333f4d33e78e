import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { Readable, Writable } from "node:stream";
import { parseArgs, promisify } from "node:util";
import { unzipBuild } from "../helpers/zapier-task.ts";
import { ratioOf, readable } from "./bench-line.ts";
import { describeMachine } from "./machine.ts";
import { say } from "./say.ts";

// `node --conditions=source test/bench/zapier.ts [--starts 15]`: the zip of the Zapier app against that of an
// integration that offers nothing, on the same runtime, made by the same tool in the same run.

const { values } = parseArgs({ options: { starts: { type: "string", default: "15" } } });
const starts = Number(values.starts);
const { NODE_22_BINARY: node } = process.env;
if (node === undefined) throw new Error("NODE_22_BINARY does not say where Node 22 is: npm run bench sets it.");

const helpers = path.resolve(import.meta.dirname, "../helpers");
const scripts = {
  ours: path.resolve(import.meta.dirname, "../../zapier-app/package.mjs"),
  empty: path.join(helpers, "zapier-pack-empty.mjs"),
} as const;

const reaches = { size: 1.05, coldStart: 1.15 } as const;

/** The milliseconds from the start of a process to the answer of its first step: what a person waits for more when it is cold. */
async function coldStart(node: string, folder: string, baseUrl: string): Promise<number> {
  const start = performance.now();
  const child = spawn(node, ["--max-old-space-size=460", path.join(helpers, "zapier-bootstrap.mjs"), folder], {
    cwd: folder,
    env: { PATH: "/usr/bin:/bin", AWS_LAMBDA_FUNCTION_NAME: "zapier", LOGGING_ENDPOINT: "http://127.0.0.1:9/input" },
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  const [, , , events, answers] = child.stdio;
  if (!(events instanceof Writable) || !(answers instanceof Readable)) throw new Error("The process has no pipes.");
  const bundle = { authData: { apiKey: "fqa_bench", organizationId: "org_bench", baseUrl } };
  const event = { command: "execute", method: "authentication.test", bundle };
  events.write(`${JSON.stringify({ event, endsAt: Date.now() + 30_000 })}\n`);
  const [line] = await once(createInterface({ input: answers }), "line");
  const milliseconds = performance.now() - start;
  child.kill();
  await once(child, "exit");
  if (JSON.parse(line).result === undefined) throw new Error(`It did not start: ${line}`);
  return milliseconds;
}

const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

const row = (what: string, ours: number, empty: number, unit: string, reach: number) =>
  `| ${what} | ${readable(ours)} ${unit} | ${readable(empty)} ${unit} | ${ratioOf(ours, empty)} | ≤ ${reach} | ${ours / empty <= reach ? "yes" : "**no**"} |`;

const work = mkdtempSync(path.join(tmpdir(), "fq-bench-zapier-"));
try {
  const zips = { ours: path.join(work, "ours"), empty: path.join(work, "empty") };
  for (const name of ["ours", "empty"] as const) {
    say(`making the zip: ${name}`);
    await promisify(execFile)(process.execPath, [scripts[name], zips[name]]);
  }
  const sizeOf = (folder: string) => statSync(path.join(folder, "build.zip")).size / 1024;
  const tasks = {
    ours: await unzipBuild(path.join(zips.ours, "build.zip")),
    empty: await unzipBuild(path.join(zips.empty, "build.zip")),
  };
  const server = createServer((_request, response) => {
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ id: "key_bench", name: "Bench", organization: { id: "org_bench", name: "Bench" } }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const times: Record<"ours" | "empty", number[]> = { ours: [], empty: [] };
  say(`starting each ${starts} times, by turns`);
  // The first of each reads its files from the disk.
  for (let turn = 0; turn <= starts; turn++) {
    for (const name of ["ours", "empty"] as const) {
      const milliseconds = await coldStart(node, tasks[name].folder, `http://127.0.0.1:${port}`);
      if (turn > 0) times[name].push(milliseconds);
    }
  }
  const table = [
    "| what | ours | an empty integration | ratio | reach | met? |",
    "| --- | --- | --- | --- | --- | --- |",
    row("size of the zip", sizeOf(zips.ours), sizeOf(zips.empty), "KB", reaches.size),
    row(`cold start, median of ${starts}`, median(times.ours), median(times.empty), "ms", reaches.coldStart),
    "",
    ...(await describeMachine([], "npm run bench -- zapier")).map((fact) => `- ${fact}`),
  ];
  process.stdout.write(`\n${table.join("\n")}\n`);
  server.close();
  await tasks.ours.remove();
  await tasks.empty.remove();
} finally {
  rmSync(work, { recursive: true, force: true });
}
