import type { Db } from "./db/db.ts";
import { allKeys } from "./keys/all-keys.ts";
import type { ApiKeyRecord } from "./keys/api-key-record.ts";
import { type KeysCommand, readKeysCommand } from "./keys/command-line.ts";
import { createKey, type ShownKey } from "./keys/create-key.ts";
import { revokeKey } from "./keys/revoke-key.ts";
import { everything } from "./keys/scope.ts";
import { CommandError, meantOrganizations, runOperatorCommand, theOrganization } from "./operator-command.ts";
import { createOrganization } from "./organizations/create-organization.ts";

/** What to do instead while a backend has the embedded database. */
const instead: Record<KeysCommand["does"], string> = {
  create: "POST /v5/keys, with a key of the organization",
  list: "GET /v5/keys, with a key of the organization",
  revoke: "DELETE /v5/keys/{id}, with a key of the organization",
  "create-organization": "no call of it makes one: stop it, give this command again, and start it",
};

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

/** Does what it was told, and answers with the lines to print. */
async function perform(db: Db, command: KeysCommand, now: Date): Promise<string[]> {
  switch (command.does) {
    case "create":
      return shown(await createKey(db, (await theOrganization(db, command.organization)).id, command.input, now));
    case "list": {
      const lines: string[] = [];
      for (const { id, name } of await meantOrganizations(db, command.organization)) {
        const keys = await allKeys(db, id);
        lines.push(`# ${name} (${id})`, ...keys.map((record) => lineOf(record, now)));
      }
      return lines;
    }
    case "revoke": {
      const { id: organizationId } = await theOrganization(db, command.organization);
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

runOperatorCommand({
  read: readKeysCommand,
  instead: ({ does }) => `Ask that backend: ${instead[does]}.`,
  perform,
});
