import { parseArgs } from "node:util";
import { CommandError } from "../operator-command.ts";
import type { OauthClientInput } from "./clients.ts";

/** What `npm run backend -- oauth …` was told to do. */
export type OauthCommand =
  | { does: "create-client"; input: OauthClientInput }
  | { does: "list-clients" }
  | { does: "delete-client"; id: string }
  | { does: "list-grants"; organization: string | null }
  | { does: "revoke-grant"; id: string };

const usage = `Usage:
  npm run backend -- oauth clients create --name "Zapier" --redirect https://zapier.com/dashboard/auth/oauth/return/App…CLIAPI/
  npm run backend -- oauth clients list
  npm run backend -- oauth clients delete app_…
  npm run backend -- oauth grants list
  npm run backend -- oauth grants revoke gra_…

  --redirect      where the app takes people back to, exactly as the app sends it; may be given several times
  --public        the app can keep no secret, as one on a person's own computer
  --organization  org_…, to list the grants of one alone`;

const wrong = (why: string): CommandError => new CommandError(`${why}\n\n${usage}`);

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        name: { type: "string" },
        redirect: { type: "string", multiple: true },
        public: { type: "boolean" },
        organization: { type: "string" },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

const localHosts = ["localhost", "127.0.0.1", "[::1]"];

/** A code is sent there: in the clear only where it does not leave the machine. */
function checkRedirect(address: string): void {
  if (!URL.canParse(address)) throw wrong(`--redirect ${address} is no address`);
  const { protocol, hostname, hash } = new URL(address);
  const isSafe = protocol === "https:" || (protocol === "http:" && localHosts.includes(hostname));
  if (!isSafe || hash !== "" || address.includes("*")) {
    throw wrong(`--redirect ${address} must be one https address, without a fragment or *; http only on this machine`);
  }
}

function inputOf({ name = "", redirect = [], public: isPublic = false }: ReturnType<typeof parsed>["values"]) {
  if (name.trim() === "") throw wrong("--name must not be blank");
  if (redirect.length === 0) throw wrong("--redirect must be given at least once");
  for (const address of redirect) checkRedirect(address);
  return { name: name.trim(), redirectUris: redirect, isPublic };
}

/** Reads the arguments of the command. @throws CommandError */
export function readOauthCommand(args: string[]): OauthCommand {
  const { values, positionals } = parsed(args);
  const [of, does, id, ...more] = positionals;
  if (more.length > 0) throw wrong(`"${more.join(" ")}" is more than it takes: quote what has spaces.`);
  switch (`${of} ${does}`) {
    case "clients create":
      return { does: "create-client", input: inputOf(values) };
    case "clients list":
      return { does: "list-clients" };
    case "grants list":
      return { does: "list-grants", organization: values.organization ?? null };
    case "clients delete":
    case "grants revoke":
      if (id === undefined) throw wrong('Which one? "list" shows their ids.');
      return { does: of === "clients" ? "delete-client" : "revoke-grant", id };
    default:
      throw wrong(of === undefined ? "What is to be done?" : `There is no "${positionals.join(" ")}".`);
  }
}
