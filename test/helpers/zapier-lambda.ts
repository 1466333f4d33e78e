import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface, type Interface } from "node:readline";
import { Readable, Writable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { unzipSync } from "fflate";

const timeLimitMs = 30_000;
const sizeLimit = 6 * 1024 * 1024;

/** What the integration failed with, as Zapier gets to see it. */
export class LambdaError extends Error {
  readonly type: string;
  /** What it says to a person; some kinds of error carry it in JSON. */
  readonly said: string;
  readonly trace: string;

  constructor(type: string, message: string, trace: string) {
    super(`${type}: ${message}`);
    this.type = type;
    this.said = message.startsWith("{") ? JSON.parse(message).message : message;
    this.trace = trace;
  }
}

/** Unzips a build into a folder that nobody may write to, as it stands in a Lambda. */
export async function unzipBuild(zip: string): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "zapier-task-"));
  const folders = new Set([folder]);
  for (const [name, content] of Object.entries(unzipSync(await readFile(zip)))) {
    const target = path.join(folder, name);
    await mkdir(path.dirname(target), { recursive: true });
    for (let up = path.dirname(target); up !== folder; up = path.dirname(up)) folders.add(up);
    await writeFile(target, content, { mode: 0o444 });
  }
  for (const one of folders) await chmod(one, 0o555);
  return {
    folder,
    remove: async () => {
      for (const one of folders) await chmod(one, 0o755);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function node22(): Promise<string> {
  const toolchain = pathToFileURL(path.resolve(__dirname, "../../tools/toolchain.mjs")).href;
  const script = `import { nodeBinary } from ${JSON.stringify(toolchain)}; process.stdout.write(await nodeBinary(22));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
  return stdout;
}

function pipesOf(child: ChildProcess): { events: Writable; answers: Interface } {
  const [, , , events, answers] = child.stdio;
  if (!(events instanceof Writable) || !(answers instanceof Readable)) throw new Error("The process has no pipes.");
  return { events, answers: createInterface({ input: answers }) };
}

/** A warm container: one process, one event at a time. */
export interface Lambda {
  invoke: (event: object) => Promise<unknown>;
  stop: () => Promise<void>;
}

/** Starts the integration in a process like Zapier's: its Node, its environment and nothing of ours. */
export async function startLambda(folder: string, loggingEndpoint: string): Promise<Lambda> {
  const flags = ["--expose-gc", "--max-http-header-size=81920", "--max-old-space-size=460"];
  const child = spawn(await node22(), [...flags, path.join(__dirname, "zapier-bootstrap.mjs"), folder], {
    cwd: folder,
    env: {
      PATH: "/usr/local/bin:/usr/bin:/bin",
      TZ: ":UTC",
      LANG: "en_US.UTF-8",
      AWS_REGION: "us-east-1",
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x",
      AWS_LAMBDA_FUNCTION_NAME: "zapier",
      AWS_LAMBDA_FUNCTION_VERSION: "1",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "512",
      LAMBDA_TASK_ROOT: folder,
      LOGGING_ENDPOINT: loggingEndpoint,
    },
    stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
  });
  let complaints = "";
  child.stderr?.on("data", (chunk) => {
    complaints += chunk;
  });
  const { events, answers } = pipesOf(child);
  const gone = once(child, "exit").then(([code]) => {
    throw new Error(`The process ended with ${code}:\n${complaints}`);
  });
  gone.catch(() => {});

  async function timeOut(signal: AbortSignal): Promise<never> {
    await wait(timeLimitMs, undefined, { signal });
    child.kill("SIGKILL");
    throw new Error("The step took longer than 30 seconds.");
  }

  return {
    invoke: async (event) => {
      const line = JSON.stringify({ event, awsRequestId: crypto.randomUUID(), endsAt: Date.now() + timeLimitMs });
      if (line.length > sizeLimit) throw new Error("The request is larger than 6 MB.");
      const timer = new AbortController();
      const timedOut = timeOut(timer.signal);
      timedOut.catch(() => {});
      const answered = once(answers, "line");
      events.write(`${line}\n`);
      const [text] = await Promise.race([answered, timedOut, gone]).finally(() => timer.abort());
      if (text.length > sizeLimit) throw new Error("The answer is larger than 6 MB.");
      const { result, errorType, errorMessage, trace } = JSON.parse(text);
      if (errorType !== undefined) throw new LambdaError(errorType, errorMessage, trace);
      return result.results;
    },
    stop: async () => {
      child.kill();
      await gone.catch(() => {});
    },
  };
}
