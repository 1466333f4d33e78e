import { execFile } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

/** The path of a Node 22, which Zapier runs integrations on; it is brought when it is missing. */
export async function node22(): Promise<string> {
  const toolchain = pathToFileURL(path.resolve(__dirname, "../../tools/toolchain.mjs")).href;
  const script = `import { nodeBinary } from ${JSON.stringify(toolchain)}; process.stdout.write(await nodeBinary(22));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
  return stdout;
}
