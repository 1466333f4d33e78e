import { spawn } from "node:child_process";
import path from "node:path";
import { text } from "node:stream/consumers";
import type { Prospect } from "@firstquadrant/core-client";
import { clientOf } from "./api.ts";
import type { Backend, Storage } from "./backend.ts";

/** Runs the command on a storage, as `npm run backend -- prospects` does. An embedded database must not be in use. */
export async function prospectsCommand(storage: Storage, ...args: string[]) {
  const child = spawn(process.execPath, ["--conditions=source", "src/prospects-command.ts", ...args], {
    cwd: path.resolve(__dirname, "../../backend"),
    env: { PATH: process.env.PATH, ...storage.env },
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [code, output, errors] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, output, errors };
}

/** Every prospect that there is, page by page. */
export async function allProspects(backend: Backend): Promise<Prospect[]> {
  const found: Prospect[] = [];
  for await (const prospect of clientOf(backend).prospects.all()) found.push(prospect);
  return found;
}
