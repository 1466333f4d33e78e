import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { unpackTarball } from "../helpers/n8n-package.ts";

const packageFolder = path.resolve(__dirname, "../../core-client");
const name = "@firstquadrant/core-client";

let folder: string;
let unpacked: string;

const runNode = async (args: string[], cwd: string) =>
  (await promisify(execFile)(process.execPath, args, { cwd })).stdout;

/** Makes a project that has the packed files installed, and of other packages those that are named. */
async function makeProject(label: string, others: string[] = []): Promise<string> {
  const project = path.join(folder, label);
  const modules = path.join(project, "node_modules");
  await mkdir(path.join(modules, "@firstquadrant"), { recursive: true });
  await unpackTarball(path.join(folder, "packed.tgz"), path.join(modules, name));
  for (const other of others) {
    await mkdir(path.dirname(path.join(modules, other)), { recursive: true });
    await symlink(path.join(packageFolder, "node_modules", other), path.join(modules, other));
  }
  return project;
}

/** Loads an entry as both kinds of module in a process of its own, and answers with what an expression gives there. */
async function loaded(project: string, entry: string, expression: string): Promise<string[]> {
  const tell = `console.log(String((${expression})))`;
  return Promise.all([
    runNode(["--eval", `const it = require("${entry}"); ${tell}`], project),
    runNode(["--input-type=module", "--eval", `import * as it from "${entry}"; ${tell}`], project),
  ]);
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fq-core-client-"));
  const printed = await runNode([path.join(packageFolder, "package.mjs"), folder], packageFolder);
  await rename(printed.trim().split("\n").at(-1) ?? "", path.join(folder, "packed.tgz"));
  unpacked = path.join(await makeProject("bare"), "node_modules", name);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("the tarball holds the built files and what people read, and no sources", async () => {
  const files = await readdir(unpacked, { recursive: true, withFileTypes: true });
  const tops = new Set(
    files.map((file) => path.relative(unpacked, path.join(file.parentPath, file.name)).split(path.sep)[0]),
  );
  expect([...tops].sort()).toEqual(["LICENSE", "README.md", "dist", "package.json"]);
  const odd = files.filter(
    (file) => file.isFile() && file.parentPath.includes("dist") && !/\.(js|d\.ts|json)$/.test(file.name),
  );
  expect(odd).toEqual([]);
});

test("the manifest brings no dependency and leads to no source", async () => {
  const manifest = JSON.parse(await readFile(path.join(unpacked, "package.json"), "utf8"));
  expect(manifest.dependencies).toBeUndefined();
  expect(Object.keys(manifest.exports)).toEqual([".", "./schemas", "./axios", "./webhooks", "./package.json"]);
  expect(JSON.stringify(manifest.exports)).not.toContain("src/");
});

test("the main entry works where nothing else is installed", async () => {
  const project = path.join(folder, "bare");
  const mapped = 'it.applyFieldMapping({ email: "ada@example.com" }, it.everyAppMapping).contact.email';
  expect(await loaded(project, name, mapped)).toEqual(["ada@example.com\n", "ada@example.com\n"]);
  const client = "Object.keys(it.createClient({ transport: () => Promise.reject() }))";
  const resources = "account,imports,contacts,fields,subscriptions,events,keys,prospects\n";
  expect(await loaded(project, name, client)).toEqual([resources, resources]);
});

test("the webhooks and the axios transport work there too", async () => {
  const project = path.join(folder, "bare");
  const signed =
    'it.signWebhook({ id: "evt_1", timestamp: new Date(0), body: "{}", secret: "whsec_AAAA" })["webhook-id"]';
  expect(await loaded(project, `${name}/webhooks`, signed)).toEqual(["evt_1\n", "evt_1\n"]);
  expect(await loaded(project, `${name}/axios`, "typeof it.axiosTransport")).toEqual(["function\n", "function\n"]);
});

test("the schemas work with a zod beside them", async () => {
  const project = await makeProject("with-zod", ["zod"]);
  const parsed = 'it.startImportInputSchema.parse({ name: " Leads ", method: "webhook" }).name';
  expect(await loaded(project, `${name}/schemas`, parsed)).toEqual(["Leads\n", "Leads\n"]);
});

test("the types hold in a strict project, without those of Node", async () => {
  const project = await makeProject("typed", ["zod"]);
  const compilerOptions = {
    module: "NodeNext",
    target: "ES2023",
    lib: ["ES2023", "DOM"],
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: false,
    types: [],
  };
  const lines = [
    `import { applyFieldMapping, createClient, type Event, type Import } from "${name}";`,
    `import { importSchema } from "${name}/schemas";`,
    `import { verifyWebhook } from "${name}/webhooks";`,
    "export const client = createClient({ transport: () => Promise.resolve({ status: 200, headers: {}, body: {} }) });",
    "export const read = (value: unknown): Import => importSchema.parse(value);",
    'export const email: string | null | undefined = applyFieldMapping({}, { email: "mail" }).contact.email;',
    'export const secretless = (body: Uint8Array): Event => verifyWebhook({ body, headers: {}, secret: "" });',
  ];
  await writeFile(path.join(project, "package.json"), '{ "type": "module" }');
  for (const file of ["index.ts", "index.cts"]) await writeFile(path.join(project, file), lines.join("\n"));
  const files = ["index.ts", "index.cts"];
  await writeFile(path.join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  await expect(compile(project)).resolves.toBe("");
});

test("the example of the README compiles as it stands", async () => {
  const project = await makeProject("readme", ["axios", "@types/node"]);
  const readme = await readFile(path.join(unpacked, "README.md"), "utf8");
  const [, example] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  await writeFile(path.join(project, "package.json"), '{ "type": "module" }');
  await writeFile(path.join(project, "example.ts"), example ?? "");
  const compilerOptions = { module: "NodeNext", target: "ES2023", strict: true, noEmit: true, skipLibCheck: true };
  await writeFile(path.join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["example.ts"] }));
  await expect(compile(project)).resolves.toBe("");
});

/** What the compiler complains of. */
async function compile(project: string): Promise<string> {
  const compiler = path.join(packageFolder, "node_modules/typescript/bin/tsc");
  return runNode([compiler, "-p", project], project).catch(
    (error: { stdout?: string }) => error.stdout ?? String(error),
  );
}
