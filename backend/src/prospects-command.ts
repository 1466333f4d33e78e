import { readConfig } from "./config.ts";
import type { Db } from "./db/db.ts";
import { FolderInUseError } from "./db/folder-in-use-error.ts";
import { openDb } from "./db/open.ts";
import { acrossOrganizations } from "./db/reach.ts";
import { AppError } from "./errors.ts";
import { explainStartError } from "./explain-start-error.ts";
import { type ProspectsCommand, readProspectsCommand, UsageError } from "./prospects/command-line.ts";
import { countProspects } from "./prospects/count.ts";
import { generateProspects } from "./prospects/generate.ts";
import { importFile } from "./prospects/import-file.ts";
import { searchTerms } from "./prospects/search-terms.ts";

class CommandError extends Error {}

const clock = () => new Date();

/** Of a file with more lines that say something amiss, these are told; all of them are counted. */
const mostTold = 100;
const tellEvery = 200_000;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const warn = (line: string): void => void process.stderr.write(`${line}\n`);

async function generate(db: Db, command: { count: number; seed: number }): Promise<void> {
  const beganAt = Date.now();
  const tell = (done: number) => {
    if (done % tellEvery === 0 && done < command.count) print(`# ${done} of ${command.count}`);
  };
  await generateProspects(db, command, { clock, tell });
  const seconds = (Date.now() - beganAt) / 1000;
  const rate = Math.round(command.count / seconds);
  print(`Added ${command.count} fictional people in ${seconds.toFixed(1)} s (${rate} a second).`);
}

async function importCsv(db: Db, { file, overrides }: Extract<ProspectsCommand, { does: "import" }>): Promise<void> {
  let told = 0;
  const tell = (sentence: string) => {
    told += 1;
    if (told <= mostTold) warn(sentence);
  };
  const { added, changed, rejected, leftOut } = await importFile(db, file, { overrides, tell, clock });
  if (told > mostTold) warn(`… and ${told - mostTold} more.`);
  if (leftOut.length > 0) warn(`These columns are no field, and were left out: ${leftOut.join(", ")}.`);
  print(`Added ${added}, changed ${changed}, rejected ${rejected}.`);
}

async function perform(db: Db, command: ProspectsCommand): Promise<void> {
  switch (command.does) {
    case "generate":
      return generate(db, command);
    case "import":
      return importCsv(db, command);
    case "count": {
      const { count, isEstimate } = await countProspects(db, searchTerms({}));
      return print(isEstimate ? `About ${count} prospects.` : `${count} prospects.`);
    }
  }
}

async function main(): Promise<void> {
  const command = readProspectsCommand(process.argv.slice(2));
  const { databaseUrl, dataFolder } = readConfig(process.env);
  // What breaks is told by the query that breaks with it.
  const opening = openDb({ databaseUrl, dataFolder, onError: () => undefined }, clock());
  const db = await opening.catch((error: unknown) => {
    if (!(error instanceof FolderInUseError)) throw error;
    throw new CommandError(
      `A backend is running on the data folder ${dataFolder}, and has it alone: stop it, give this command again, and start it.`,
    );
  });
  try {
    await acrossOrganizations("the prospect database belongs to none", () => perform(db, command));
  } finally {
    await db.close();
  }
}

const isNoFile = (error: unknown): error is Error & { path: unknown } =>
  error instanceof Error && "code" in error && error.code === "ENOENT" && "path" in error;

function explain(error: unknown): string {
  if (error instanceof AppError) return `${error.message} ${error.description}`;
  if (error instanceof CommandError || error instanceof UsageError) return error.message;
  return isNoFile(error) ? `There is no file ${String(error.path)}.` : explainStartError(error);
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});
