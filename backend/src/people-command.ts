import { readConfig } from "./config.ts";
import type { Db } from "./db/db.ts";
import { CommandError, meantOrganizations, runOperatorCommand, theOrganization } from "./operator-command.ts";
import { addPerson } from "./people/add-person.ts";
import { type PeopleCommand, readPeopleCommand } from "./people/command-line.ts";
import { findPerson, listPeople } from "./people/find-people.ts";
import type { Person } from "./people/person.ts";
import { removePerson } from "./people/remove-person.ts";
import { makeSignInPath } from "./people/sign-in-links.ts";

const nobody = (who: string) => new CommandError(`There is no person ${who}. "list" shows everybody.`);

const lineOf = ({ id, name, email, role }: Person): string =>
  [id, role.padEnd(8), email ?? "no email address", JSON.stringify(name)].join("  ");

/** The address as others reach it, as far as the settings tell. */
function addressOf(path: string): string {
  const { publicUrl, host, port } = readConfig(process.env);
  return `${publicUrl ?? `http://${host}:${port}`}${path}`;
}

async function linkFor(db: Db, organizationId: string, id: string, now: Date): Promise<string[]> {
  const person = await findPerson(db, organizationId, id);
  if (person === null) throw nobody(id);
  return [
    `# ${person.name} signs in here with a browser: good for one use, within an hour.`,
    `FIRSTQUADRANT_PERSON_ID=${id}`,
    `FIRSTQUADRANT_SIGN_IN_URL=${addressOf(await makeSignInPath(db, organizationId, id, now))}`,
  ];
}

async function perform(db: Db, command: PeopleCommand, now: Date): Promise<string[]> {
  switch (command.does) {
    case "invite": {
      const { id } = await theOrganization(db, command.organization);
      return linkFor(db, id, await addPerson(db, id, command, now), now);
    }
    case "link":
      return linkFor(db, (await theOrganization(db, command.organization)).id, command.who, now);
    case "list": {
      const lines: string[] = [];
      for (const { id, name } of await meantOrganizations(db, command.organization)) {
        lines.push(`# ${name} (${id})`, ...(await listPeople(db, id)).map(lineOf));
      }
      return lines;
    }
    case "remove": {
      const { id } = await theOrganization(db, command.organization);
      if (!(await removePerson(db, id, command.who))) throw nobody(command.who);
      return [`# ${command.who} is removed and signed out, and what apps were allowed by them has ended.`];
    }
  }
}

runOperatorCommand({
  read: readPeopleCommand,
  instead: ({ does }) =>
    does === "link"
      ? "For a link of the first admin: stop it, and start it with npm start -- --new-link."
      : "Stop it, give this command again, and start it.",
  perform,
});
