import { parseArgs } from "node:util";
import { z } from "zod";
import { CommandError } from "../operator-command.ts";
import type { Role } from "./person.ts";

/** What `npm run backend -- people …` was told to do. */
export type PeopleCommand =
  | { does: "invite"; organization: string | null; name: string; email: string; role: Role }
  | { does: "link"; organization: string | null; who: string }
  | { does: "list"; organization: string | null }
  | { does: "remove"; organization: string | null; who: string };

const usage = `Usage:
  npm run backend -- people invite --name "Ada Lovelace" --email ada@example.com [--read-only]
  npm run backend -- people link per_…
  npm run backend -- people list
  npm run backend -- people remove per_…

  --organization  org_…, where there are several`;

const wrong = (why: string): CommandError => new CommandError(`${why}\n\n${usage}`);

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        name: { type: "string" },
        email: { type: "string" },
        "read-only": { type: "boolean" },
        organization: { type: "string" },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

/** Reads the arguments of the command. @throws CommandError */
export function readPeopleCommand(args: string[]): PeopleCommand {
  const { values, positionals } = parsed(args);
  const [does, who, ...more] = positionals;
  const organization = values.organization ?? null;
  if (more.length > 0) throw wrong(`"${more.join(" ")}" is more than it takes: quote what has spaces.`);
  switch (does) {
    case "invite": {
      const name = values.name?.trim() ?? "";
      if (name === "") throw wrong("--name must not be blank");
      const email = z.email().safeParse(values.email?.trim());
      if (!email.success) throw wrong("--email is no email address");
      return { does, organization, name, email: email.data, role: values["read-only"] ? "readOnly" : "admin" };
    }
    case "list":
      return { does, organization };
    case "link":
    case "remove":
      if (who === undefined) throw wrong('Who? "list" shows their ids.');
      return { does, organization, who };
    default:
      throw wrong(does === undefined ? "What is to be done?" : `There is no "${does}".`);
  }
}
