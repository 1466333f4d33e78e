import { parseArgs } from "node:util";

/** What `npm run backend -- prospects …` was told to do. */
export type ProspectsCommand =
  | { does: "generate"; count: number; seed: number }
  | { does: "import"; file: string; overrides: { encoding?: string; delimiter?: string } }
  | { does: "count" };

const usage = `Usage:
  npm run backend -- prospects generate 10000 [--seed 1]
  npm run backend -- prospects import people.csv [--encoding windows-1252] [--delimiter ";"]
  npm run backend -- prospects count

  generate  adds so many fictional people; their addresses end with .example, which is nobody's
  import    adds the people of a CSV, or changes those whose email address is there; its columns are named like the
            fields of contacts and companies: email, firstName, title, seniority, city, country, company, industry, …`;

/** What was given cannot be done. Its message says why, and how it is written. */
export class UsageError extends Error {
  override readonly name = "UsageError";

  constructor(why: string) {
    super(`${why}\n\n${usage}`);
  }
}

const options = {
  seed: { type: "string" },
  encoding: { type: "string" },
  delimiter: { type: "string" },
} as const;

function parsed(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

const mostGenerated = 100_000_000;

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text.replaceAll("_", ""));
  if (text.trim() !== "" && Number.isInteger(number) && number >= least && number <= most) return number;
  throw new UsageError(`${name} must be a whole number (${least} … ${most}), and is ${JSON.stringify(text)}.`);
}

/** Reads the arguments of the command. @throws UsageError */
export function readProspectsCommand(args: string[]): ProspectsCommand {
  const { values, positionals } = parsed(args);
  const [does, what, ...more] = positionals;
  if (more.length > 0 || (does === "count" && what !== undefined)) {
    throw new UsageError(`"${positionals.slice(does === "count" ? 1 : 2).join(" ")}" is more than ${does} takes.`);
  }
  switch (does) {
    case "generate":
      if (what === undefined) throw new UsageError("How many?");
      return {
        does,
        count: wholeNumber("The number of people", what, 1, mostGenerated),
        seed: wholeNumber("--seed", values.seed ?? "1", 0, 2_147_483_647),
      };
    case "import": {
      if (what === undefined) throw new UsageError("Which file?");
      const { encoding, delimiter } = values;
      const overrides = { ...(encoding !== undefined && { encoding }), ...(delimiter !== undefined && { delimiter }) };
      return { does, file: what, overrides };
    }
    case "count":
      return { does };
    default:
      throw new UsageError(does === undefined ? "What is to be done?" : `There is no "${does}".`);
  }
}
