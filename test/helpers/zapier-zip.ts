import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { eventually } from "./eventually.ts";

export const zapierAppFolder = path.resolve(__dirname, "../../zapier-app");

const isTaken = (error: unknown): boolean => Object(error).code === "EEXIST";

async function make(script: readonly string[], folder: string, failure: string): Promise<void> {
  try {
    await promisify(execFile)(process.execPath, [...script, folder]);
  } catch (error) {
    await writeFile(failure, String(error));
    throw error;
  }
}

/** The zip that a script makes: once in a run of jest, by the first file that asks for it. */
async function zipOf(script: readonly string[], name: string): Promise<string> {
  const runFolder = process.env.TEST_RUN_FOLDER;
  if (runFolder === undefined) throw new Error("There is no folder of the run: helpers/global-setup.ts makes it.");
  const folder = path.join(runFolder, name);
  const zip = path.join(folder, "build.zip");
  const failure = `${folder}-failed`;
  try {
    await mkdir(`${folder}-claim`);
  } catch (error) {
    if (!isTaken(error)) throw error;
    const isDecided = await eventually(
      () => {
        if (existsSync(folder)) return true;
        if (existsSync(failure)) return false;
        throw new Error("The zip is not made yet.");
      },
      { timeoutMs: 170_000, everyMs: 200 },
    );
    if (!isDecided) throw new Error(await readFile(failure, "utf8"));
    return zip;
  }
  await make(script, folder, failure);
  return zip;
}

/** The zip that Zapier gets. Zapier's own tool packs it, and fails when it finds it not valid. */
export const zapierZip = () => zipOf([path.join(zapierAppFolder, "package.mjs")], "zapier");

/** The same integration, whose connections are made by OAuth 2. */
export const zapierOauthZip = () => zipOf([path.join(zapierAppFolder, "package.mjs"), "--oauth"], "zapier-oauth");

/** The zip of an integration that offers nothing, on the same runtime. */
export const emptyZapierZip = () => zipOf([path.join(__dirname, "zapier-pack-empty.mjs")], "zapier-empty");
