import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { z } from "zod";
import { lintPackage, n8nNodesFolder, packN8nNodes, scanPackage, unpackTarball } from "../helpers/n8n-package.ts";

const Manifest = z.looseObject({
  name: z.string(),
  dependencies: z.undefined().optional(),
  devDependencies: z.undefined().optional(),
  peerDependencies: z.record(z.string(), z.string()),
  n8n: z.object({ strict: z.literal(true), credentials: z.array(z.string()), nodes: z.array(z.string()) }),
});

let folder: string;
let unpacked: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fq-n8n-"));
  unpacked = path.join(folder, "unpacked");
  await unpackTarball(await packN8nNodes(folder), unpacked);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const filesOf = async (root: string) =>
  (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"))
    .sort();

test("the tarball holds what n8n loads and what people read, and nothing else", async () => {
  const files = await filesOf(unpacked);

  expect(files).toEqual([
    "LICENSE",
    "README.md",
    "dist/credentials/FirstQuadrantApi.credentials.js",
    "dist/icons/firstquadrant.dark.svg",
    "dist/icons/firstquadrant.svg",
    "dist/nodes/FirstQuadrant/FirstQuadrant.node.js",
    "dist/nodes/FirstQuadrant/FirstQuadrant.node.json",
    "dist/nodes/FirstQuadrantTrigger/FirstQuadrantTrigger.node.js",
    "dist/nodes/FirstQuadrantTrigger/FirstQuadrantTrigger.node.json",
    "package.json",
  ]);
  const bundles = files.filter((file) => file.endsWith(".js"));
  const sizes = await Promise.all(bundles.map(async (file) => (await stat(path.join(unpacked, file))).size));
  process.stdout.write(`${bundles.map((file, index) => `${file} ${sizes[index]} bytes`).join("\n")}\n`);
});

test("the package asks for nothing but n8n, and names files that are there", async () => {
  const manifest = Manifest.parse(JSON.parse(await readFile(path.join(unpacked, "package.json"), "utf8")));

  expect(manifest.peerDependencies).toEqual({ "n8n-workflow": "*" });
  expect(await filesOf(unpacked)).toEqual(expect.arrayContaining([...manifest.n8n.credentials, ...manifest.n8n.nodes]));
});

test("the bundles need nothing at run time that n8n does not give, and touch no file, clock or environment", async () => {
  for (const file of (await filesOf(unpacked)).filter((name) => name.endsWith(".js"))) {
    const text = await readFile(path.join(unpacked, file), "utf8");
    const required = [...text.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name);
    expect(required.filter((name) => name !== "n8n-workflow" && name !== "node:crypto")).toEqual([]);
    expect(text).not.toMatch(/\bprocess\.env\b|\bsetTimeout\b|\bglobalThis\b|\beval\(/);
  }
});

test.each(["source", "tarball"] as const)("n8n's verification has nothing to say about the %s", async (leg) => {
  const { files, messages } = await scanPackage(leg === "source" ? n8nNodesFolder : unpacked, leg);

  expect(messages).toEqual([]);
  expect(files).toBeGreaterThan(3);
});

test("n8n's linter, in its own configuration, has nothing to say", async () => {
  const template = "node_modules/@n8n/node-cli/dist/template/templates/shared/default/eslint.config.mjs";
  const [own, expected] = await Promise.all(
    ["eslint.config.mjs", template].map((file) => readFile(path.join(n8nNodesFolder, file), "utf8")),
  );
  expect(own).toBe(expected);
  expect(await lintPackage()).toBe("");
});
