import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { installN8n, packN8nNodes, unpackTarball } from "./n8n-package.ts";
import { logInToN8n, type N8nRest } from "./n8n-rest.ts";

/** The real n8n with our packed package, as its own installer would have put it there. */
export interface N8nServer {
  url: string;
  rest: N8nRest;
  log: () => string;
  stop: () => Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("No port is free");
  return address.port;
}

function environmentOf(folder: string, port: number, brokerPort: number): Record<string, string | undefined> {
  const url = `http://127.0.0.1:${port}/`;
  return {
    PATH: process.env.PATH,
    HOME: folder,
    N8N_USER_FOLDER: folder,
    NODE_COMPILE_CACHE: path.join(tmpdir(), "fq-n8n-compile-cache"),
    N8N_LISTEN_ADDRESS: "127.0.0.1",
    N8N_HOST: "127.0.0.1",
    N8N_PORT: String(port),
    N8N_PROTOCOL: "http",
    N8N_RUNNERS_BROKER_PORT: String(brokerPort),
    N8N_WEBHOOK_URL: url,
    N8N_EDITOR_BASE_URL: url,
    DB_TYPE: "sqlite",
    N8N_ENCRYPTION_KEY: "a-key-for-tests-only",
    N8N_SECURE_COOKIE: "false",
    N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: "false",
    N8N_DIAGNOSTICS_ENABLED: "false",
    N8N_VERSION_NOTIFICATIONS_ENABLED: "false",
    N8N_PERSONALIZATION_ENABLED: "false",
    N8N_TEMPLATES_ENABLED: "false",
    N8N_DISABLED_MODULES: "mcp,mcp-registry,instance-ai,agents,chat-hub,insights",
    NO_COLOR: "1",
    TZ: "UTC",
    GENERIC_TIMEZONE: "UTC",
  };
}

/** n8n calls itself ready before its routes are there; they are when the settings come as JSON. */
async function isReady(url: string): Promise<boolean> {
  const response = await fetch(`${url}/rest/settings`).catch(() => null);
  return response?.headers.get("content-type")?.includes("application/json") ?? false;
}

/** Packs our package, installs it in a new n8n, and starts that. About half a minute. */
export async function startN8n(): Promise<N8nServer> {
  const installation = await installN8n();
  const folder = await mkdtemp(path.join(tmpdir(), "fq-n8n-"));
  const tarball = await packN8nNodes(folder);
  await unpackTarball(tarball, path.join(folder, ".n8n/nodes/node_modules/n8n-nodes-firstquadrant"));

  const [port, brokerPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const node = process.env.NODE_24_BINARY ?? process.execPath;
  const child = spawn(node, [path.join(installation, "node_modules/n8n/bin/n8n"), "start"], {
    cwd: folder,
    env: environmentOf(folder, port, brokerPort),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  const collect = (chunk: Buffer) => {
    log += chunk;
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    await rm(folder, { recursive: true, force: true });
  };

  const end = Date.now() + 180_000;
  while (!(await isReady(url))) {
    if (child.exitCode !== null || Date.now() > end) {
      await stop();
      throw new Error(`n8n did not start:\n${log}`);
    }
    await wait(200);
  }
  return { url, rest: await logInToN8n(url), log: () => log, stop };
}
