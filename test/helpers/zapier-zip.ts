import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { eventually } from "./eventually.ts";

export const zapierAppFolder = path.resolve(__dirname, "../../zapier-app");

const isTaken = (error: unknown): boolean => Object(error).code === "EEXIST";

async function make(folder: string, failure: string): Promise<void> {
  try {
    await promisify(execFile)(process.execPath, ["package.mjs", folder], { cwd: zapierAppFolder });
  } catch (error) {
    await writeFile(failure, String(error));
    throw error;
  }
}

/**
 * The zip that Zapier gets, made once in a run of jest, by the first file that asks: Zapier's own tool packs it, and
 * fails when it finds it not valid.
 */
export async function zapierZip(): Promise<string> {
  const runFolder = process.env.TEST_RUN_FOLDER;
  if (runFolder === undefined) throw new Error("There is no folder of the run: helpers/global-setup.ts makes it.");
  const folder = path.join(runFolder, "zapier");
  const zip = path.join(folder, "build.zip");
  const failure = path.join(runFolder, "zapier-failed");
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
  await make(folder, failure);
  return zip;
}
