import type { Db } from "./db/db.ts";
import { createClient, listClients, type OauthClient, removeClient } from "./oauth/clients.ts";
import { type OauthCommand, readOauthCommand } from "./oauth/command-line.ts";
import { type GrantRecord, listGrants, removeGrant, removeGrantsOfClient } from "./oauth/grants.ts";
import { CommandError, meantOrganizations, runOperatorCommand } from "./operator-command.ts";

const clientLine = ({ id, name, secretHash, redirectUris }: OauthClient): string =>
  [id, secretHash === null ? "public" : "secret", JSON.stringify(name), redirectUris.join(" ")].join("  ");

const grantLine = ({ id, clientName, personName, createdAt, lastUsedAt, payload }: GrantRecord): string =>
  [
    id,
    `made ${createdAt.toISOString()}`,
    `used ${lastUsedAt?.toISOString() ?? "never".padEnd(24)}`,
    `${JSON.stringify(clientName)} for ${JSON.stringify(personName)}`,
    payload.openid?.scope?.split(" ").join(",") ?? "",
  ].join("  ");

async function perform(db: Db, command: OauthCommand, now: Date): Promise<string[]> {
  switch (command.does) {
    case "create-client": {
      const { id, secret } = await createClient(db, command.input, now);
      return [
        `# The app "${command.input.name}". ${secret === null ? "It has no secret." : "Its secret is shown this once: keep it."}`,
        `FIRSTQUADRANT_CLIENT_ID=${id}`,
        ...(secret === null ? [] : [`FIRSTQUADRANT_CLIENT_SECRET=${secret}`]),
      ];
    }
    case "list-clients":
      return ["# The apps that people can connect", ...(await listClients(db)).map(clientLine)];
    case "delete-client":
      return db.tx(async (tx) => {
        await removeGrantsOfClient(tx, command.id);
        if (!(await removeClient(tx, command.id))) {
          throw new CommandError(`There is no app ${command.id}. "oauth clients list" shows all of them.`);
        }
        return [`# The app ${command.id} is deleted, and what people allowed it ends within five seconds.`];
      });
    case "list-grants": {
      const lines: string[] = [];
      for (const { id, name } of await meantOrganizations(db, command.organization)) {
        lines.push(`# ${name} (${id})`, ...(await listGrants(db, id)).map(grantLine));
      }
      return lines;
    }
    case "revoke-grant":
      if (!(await removeGrant(db, command.id))) {
        throw new CommandError(`There is no grant ${command.id}. "oauth grants list" shows all of them.`);
      }
      return [`# The grant ${command.id} ends within five seconds.`];
  }
}

runOperatorCommand({
  read: readOauthCommand,
  instead: () => "Stop it, give this command again, and start it.",
  perform,
});
