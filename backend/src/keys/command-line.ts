import { parseArgs } from "node:util";
import type { KeyInput } from "@firstquadrant/core-client";
import { keyInputSchema } from "@firstquadrant/core-client/schemas";
import { CommandError } from "../operator-command.ts";

/** What `npm run keys -- …` was told to do. `organization` is needed only where there are several. */
export type KeysCommand =
  | { does: "create"; organization: string | null; input: KeyInput }
  | { does: "list"; organization: string | null }
  | { does: "revoke"; organization: string | null; id: string }
  | { does: "create-organization"; name: string };

const usage = `Usage:
  npm run keys -- create --name "Newsletter" --scopes "urn:firstquadrant:contact:*:write" [--expires 2027-01-31]
  npm run keys -- list
  npm run keys -- revoke key_…
  npm run keys -- create-organization --name "Another organization"

  --scopes        one or more, with commas: urn:firstquadrant:<resource>:<action>:<read|write>, * for any part;
                  "urn:firstquadrant:*:*:write" may do all
  --expires       when the key ends by itself: a day, or a time as 2027-01-31T09:30:00Z
  --organization  org_…, where there are several; "list" shows all of them`;

/** What was given cannot be done. Its message says why, and how it is written. */
export class UsageError extends CommandError {
  override readonly name = "UsageError";

  constructor(why: string) {
    super(`${why}\n\n${usage}`);
  }
}

const options = {
  name: { type: "string" },
  scopes: { type: "string", multiple: true },
  expires: { type: "string" },
  organization: { type: "string" },
} as const;

/** Which option a field of the input comes from. */
const optionOf: Record<string, string> = { name: "--name", scopes: "--scopes", expiresAt: "--expires" };

function parsed(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

type Values = ReturnType<typeof parsed>["values"];

const timeOf = (text: string): string => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);

function inputOf({ name, scopes = [], expires }: Values): KeyInput {
  const result = keyInputSchema.safeParse({
    name: name ?? "",
    scopes: scopes.flatMap((some) => some.split(/[\s,]+/)).filter((scope) => scope !== ""),
    ...(expires !== undefined && { expiresAt: timeOf(expires) }),
  });
  if (result.success) return result.data;
  const wrong = result.error.issues.map(
    ({ path, message }) => `${optionOf[String(path[0])] ?? path.join(".")} ${message}`,
  );
  throw new UsageError(wrong.join("\n"));
}

/** Reads the arguments of the command. @throws UsageError */
export function readKeysCommand(args: string[]): KeysCommand {
  const { values, positionals } = parsed(args);
  const [does, id, ...more] = positionals;
  if (more.length > 0 || (id !== undefined && does !== "revoke")) {
    throw new UsageError(`"${positionals.slice(1).join(" ")}" is more than ${does} takes: quote what has spaces.`);
  }
  const organization = values.organization ?? null;
  switch (does) {
    case "create":
      return { does, organization, input: inputOf(values) };
    case "list":
      return { does, organization };
    case "revoke":
      if (id === undefined) throw new UsageError('Which key? "list" shows their ids.');
      return { does, organization, id };
    case "create-organization": {
      const name = values.name?.trim() ?? "";
      if (name === "") throw new UsageError("--name must not be blank");
      return { does, name };
    }
    default:
      throw new UsageError(does === undefined ? "What is to be done?" : `There is no "${does}".`);
  }
}
