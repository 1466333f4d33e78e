import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface, type Interface } from "node:readline";
import { Readable, Writable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { node22 } from "./node-22.ts";
import { LambdaError } from "./zapier-lambda-error.ts";

/** What Zapier allows one call, in time and in bytes of the event and of the answer. */
export const zapierLimits = { timeMs: 30_000, bytes: 6 * 1024 * 1024 } as const;

function pipesOf(child: ChildProcess): { events: Writable; answers: Interface } {
  const [, , , events, answers] = child.stdio;
  if (!(events instanceof Writable) || !(answers instanceof Readable)) throw new Error("The process has no pipes.");
  return { events, answers: createInterface({ input: answers }) };
}

/** What the integration answers: what it found or made, and whether it will be called back for the rest. */
export interface LambdaAnswer {
  results: unknown;
  status: "SUCCESS" | "CALLBACK";
}

/** A warm container: one process, one event at a time. */
export interface Lambda {
  invoke: (event: object) => Promise<LambdaAnswer>;
  stop: () => Promise<void>;
}

// A Lambda can write into /tmp alone; of that, Zapier's runtime uses what it stashes. Modes of files do not bind root,
// so it is Node that refuses.
const nodeFlags = [
  "--expose-gc",
  "--max-http-header-size=81920",
  "--max-old-space-size=460",
  "--permission",
  "--allow-fs-read=*",
  "--allow-fs-write=/tmp/stash-*",
];

function environment(folder: string, loggingEndpoint: string) {
  return {
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
  };
}

/** Starts an integration in a process like Zapier's: its Node, its environment and nothing of ours. */
export async function startLambda(
  folder: string,
  loggingEndpoint: string,
  limits: { timeMs: number; bytes: number } = zapierLimits,
): Promise<Lambda> {
  const child = spawn(await node22(), [...nodeFlags, path.join(__dirname, "zapier-bootstrap.mjs"), folder], {
    cwd: folder,
    env: environment(folder, loggingEndpoint),
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
    await wait(limits.timeMs, undefined, { signal });
    child.kill("SIGKILL");
    throw new Error(`The step took longer than ${limits.timeMs / 1000} seconds.`);
  }

  return {
    invoke: async (event) => {
      const line = JSON.stringify({ event, awsRequestId: crypto.randomUUID(), endsAt: Date.now() + limits.timeMs });
      if (Buffer.byteLength(line) > limits.bytes) throw new Error("The request is larger than 6 MB.");
      const timer = new AbortController();
      const timedOut = timeOut(timer.signal);
      timedOut.catch(() => {});
      const answered = once(answers, "line");
      events.write(`${line}\n`);
      const [text] = await Promise.race([answered, timedOut, gone]).finally(() => timer.abort());
      if (Buffer.byteLength(text) > limits.bytes) throw new Error("The answer is larger than 6 MB.");
      const { result, errorType, errorMessage, trace } = JSON.parse(text);
      if (errorType !== undefined) throw new LambdaError(errorType, errorMessage, trace);
      return result;
    },
    stop: async () => {
      child.kill();
      await gone.catch(() => {});
    },
  };
}
