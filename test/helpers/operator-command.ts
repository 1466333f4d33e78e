import { execFile } from "node:child_process";
import path from "node:path";
import type { Storage } from "./backend.ts";

/** What a command of the backend's operator answered. */
export interface CommandAnswer {
  code: number;
  output: string;
  errors: string;
  /** The lines `NAME=value` of the output. */
  printed: Partial<Record<string, string>>;
}

/** Runs `npm run backend -- <command> …` on a storage, without npm. */
export function operatorCommand(
  command: "keys" | "people" | "oauth",
  storage: Storage,
  args: readonly string[],
): Promise<CommandAnswer> {
  const file = path.resolve(__dirname, `../../backend/src/${command}-command.ts`);
  return new Promise((resolve) => {
    const given = ["--conditions=source", file, ...args];
    execFile(process.execPath, given, { env: { PATH: process.env.PATH, ...storage.env } }, (error, output, errors) => {
      const printed = Object.fromEntries(
        [...output.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
      );
      resolve({ code: Number(error?.code ?? 0), output, errors, printed });
    });
  });
}
