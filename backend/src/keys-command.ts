import { readConfig } from "./config.ts";
import type { Db } from "./db/db.ts";
import { FolderInUseError } from "./db/folder-in-use-error.ts";
import { openDb } from "./db/open.ts";
import { acrossOrganizations } from "./db/reach.ts";
import { AppError } from "./errors.ts";
import { explainStartError } from "./explain-start-error.ts";
import { allKeys } from "./keys/all-keys.ts";
import type { ApiKeyRecord } from "./keys/api-key-record.ts";
import { type KeysCommand, readKeysCommand, UsageError } from "./keys/command-line.ts";
import { createKey, type ShownKey } from "./keys/create-key.ts";
import { revokeKey } from "./keys/revoke-key.ts";
import { everything } from "./keys/scope.ts";
import { createOrganization } from "./organizations/create-organization.ts";
import { listOrganizations, type Organization } from "./organizations/list-organizations.ts";

/** What to do instead while a backend has the embedded database. */
const instead: Record<KeysCommand["does"], string> = {
  create: "POST /v5/keys, with a key of the organization",
  list: "GET /v5/keys, with a key of the organization",
  revoke: "DELETE /v5/keys/{id}, with a key of the organization",
  "create-organization": "no call of it makes one: stop it, give this command again, and start it",
};

class CommandError extends Error {}

const shown = ({ record, key }: ShownKey): string[] => [
  `# The API key "${record.name}", shown this once: keep it.`,
  `FIRSTQUADRANT_ORGANIZATION_ID=${record.organization_id}`,
  `FIRSTQUADRANT_KEY_ID=${record.id}`,
  `FIRSTQUADRANT_API_KEY=${key}`,
];

function stateOf({ revoked_at, expires_at }: ApiKeyRecord, now: Date): string {
  if (revoked_at !== null) return "revoked";
  return expires_at !== null && expires_at <= now ? "expired" : "valid";
}

const lineOf = (record: ApiKeyRecord, now: Date): string =>
  [
    record.id,
    stateOf(record, now).padEnd(7),
    `made ${record.created_at.toISOString()}`,
    `used ${record.last_used_at?.toISOString() ?? "never".padEnd(24)}`,
    ...(record.expires_at === null ? [] : [`expires ${record.expires_at.toISOString()}`]),
    JSON.stringify(record.name),
    record.scopes.join(","),
  ].join("  ");

/** The organizations that a command is about. @throws CommandError when the one that was named is not there. */
async function meant(db: Db, named: string | null): Promise<Organization[]> {
  const all = await listOrganizations(db);
  if (all.length === 0) {
    throw new CommandError(
      "There is no organization yet. The first start makes one (npm start); so does create-organization.",
    );
  }
  if (named === null) return all;
  const found = all.filter(({ id }) => id === named);
  if (found.length === 0) throw new CommandError(`There is no organization ${named}. "list" shows all of them.`);
  return found;
}

async function theOne(db: Db, named: string | null): Promise<string> {
  const [one, ...others] = await meant(db, named);
  if (one !== undefined && others.length === 0) return one.id;
  throw new CommandError('There are several organizations: name one with --organization. "list" shows all of them.');
}

/** Does what it was told, and answers with the lines to print. */
async function perform(db: Db, command: KeysCommand, now: Date): Promise<string[]> {
  switch (command.does) {
    case "create":
      return shown(await createKey(db, await theOne(db, command.organization), command.input, now));
    case "list": {
      const lines: string[] = [];
      for (const { id, name } of await meant(db, command.organization)) {
        const keys = await allKeys(db, id);
        lines.push(`# ${name} (${id})`, ...keys.map((record) => lineOf(record, now)));
      }
      return lines;
    }
    case "revoke": {
      const organizationId = await theOne(db, command.organization);
      const key = (await allKeys(db, organizationId)).find(({ id }) => id === command.id);
      if (key === undefined) throw new CommandError(`There is no key ${command.id}. "list" shows all of them.`);
      const isNew = await revokeKey(db, organizationId, command.id, now);
      return [`# The key ${command.id} "${key.name}" ${isNew ? "ends within five seconds" : "was revoked before"}.`];
    }
    case "create-organization":
      return db.tx(async (tx) => {
        const id = await createOrganization(tx, command.name, now);
        const first = await createKey(tx, id, { name: "First key", scopes: [everything] }, now);
        return [`# The organization "${command.name}".`, ...shown(first)];
      });
  }
}

async function main(): Promise<void> {
  const command = readKeysCommand(process.argv.slice(2));
  const { databaseUrl, dataFolder } = readConfig(process.env);
  const now = new Date();
  // What breaks is told by the query that breaks with it.
  const opening = openDb({ databaseUrl, dataFolder, onError: () => undefined }, now);
  const db = await opening.catch((error: unknown) => {
    if (!(error instanceof FolderInUseError)) throw error;
    throw new CommandError(
      `A backend is running on the data folder ${dataFolder}, and has it alone. Ask that backend: ${instead[command.does]}.`,
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
  if (error instanceof CommandError || error instanceof UsageError) return error.message;
  return explainStartError(error);
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});
