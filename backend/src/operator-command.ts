import { readConfig } from "./config.ts";
import type { Db } from "./db/db.ts";
import { FolderInUseError } from "./db/folder-in-use-error.ts";
import { openDb } from "./db/open.ts";
import { acrossOrganizations } from "./db/reach.ts";
import { AppError } from "./errors.ts";
import { explainStartError } from "./explain-start-error.ts";
import { listOrganizations, type Organization } from "./organizations/list-organizations.ts";

/** What the operator asked for cannot be done. Its message says why, and what to do. */
export class CommandError extends Error {
  override readonly name: string = "CommandError";
}

/** The organizations that a command is about. @throws CommandError when the one that was named is not there. */
export async function meantOrganizations(db: Db, named: string | null): Promise<Organization[]> {
  const all = await listOrganizations(db);
  if (all.length === 0) {
    throw new CommandError(
      "There is no organization yet. The first start makes one (npm start); so does npm run keys -- create-organization.",
    );
  }
  if (named === null) return all;
  const found = all.filter(({ id }) => id === named);
  if (found.length === 0) {
    throw new CommandError(`There is no organization ${named}. "npm run keys -- list" shows all of them.`);
  }
  return found;
}

/** The one organization that a command is about. @throws CommandError when it is not there, or is to be named. */
export async function theOrganization(db: Db, named: string | null): Promise<Organization> {
  const [one, ...others] = await meantOrganizations(db, named);
  if (one !== undefined && others.length === 0) return one;
  throw new CommandError(
    'There are several organizations: name one with --organization. "npm run keys -- list" shows all of them.',
  );
}

interface OperatorCommand<Command> {
  /** Reads the arguments. @throws CommandError */
  read: (args: string[]) => Command;
  /** What to do while a backend has the embedded database. */
  instead: (command: Command) => string;
  /** Does it, and answers with the lines to print. */
  perform: (db: Db, command: Command, now: Date) => Promise<string[]>;
}

async function run<Command>({ read, instead, perform }: OperatorCommand<Command>): Promise<void> {
  const command = read(process.argv.slice(2));
  const { databaseUrl, dataFolder } = readConfig(process.env);
  const now = new Date();
  // What breaks is told by the query that breaks with it.
  const opening = openDb({ databaseUrl, dataFolder, onError: () => undefined }, now);
  const db = await opening.catch((error: unknown) => {
    if (!(error instanceof FolderInUseError)) throw error;
    throw new CommandError(
      `A backend is running on the data folder ${dataFolder}, and has it alone. ${instead(command)}`,
    );
  });
  try {
    const lines = await acrossOrganizations("the operator's command", () => perform(db, command, now));
    process.stdout.write(`${lines.join("\n")}\n`);
  } finally {
    await db.close();
  }
}

function explain(error: unknown): string {
  if (error instanceof AppError) return `${error.message} ${error.description}`;
  return error instanceof CommandError ? error.message : explainStartError(error);
}

/** A command of the operator's, over the database itself: prints what it did, or why it did not. */
export function runOperatorCommand<Command>(command: OperatorCommand<Command>): void {
  run(command).catch((error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  });
}
