import type { Config } from "./config.ts";
import { triggerPath } from "./imports/import-record.ts";
import type { Beginning } from "./organizations/first-start.ts";

const example = '{"contact":{"email":"ada@example.com","name":"Ada Lovelace"}}';

/**
 * Tells on the standard output what was started, for a person and for a script: lines of `NAME=value`, comments
 * begin with `#`, and `FIRSTQUADRANT_READY` comes last.
 */
export function printBeginning(beginning: Beginning & { origin: string }, config: Config): void {
  const { origin, organizationId, apiKey, signInPath, webhookImport } = beginning;
  const webhookUrl = webhookImport === null ? "" : `${origin}${triggerPath(webhookImport)}`;
  const lines = [
    "# FirstQuadrant Connect is running. Ctrl+C ends it; the data stays.",
    `FIRSTQUADRANT_URL=${origin}`,
    `FIRSTQUADRANT_ORGANIZATION_ID=${organizationId}`,
    ...(apiKey === null
      ? ["# The API key was shown at the first start. For a further one: npm start -- --new-key"]
      : ["# The API key, shown this once: keep it.", `FIRSTQUADRANT_API_KEY=${apiKey}`]),
    ...(signInPath === null
      ? ["# To sign in, for instance to connect an app: npm start -- --new-link"]
      : [
          "# Sign in here with a browser: good for one use, within an hour.",
          `FIRSTQUADRANT_SIGN_IN_URL=${origin}${signInPath}`,
        ]),
    ...(webhookUrl === ""
      ? ["# No webhook import is running."]
      : [
          "# A webhook import that is running. Any app may post contacts to it, as they are; try:",
          `FIRSTQUADRANT_WEBHOOK_URL=${webhookUrl}`,
          `#   curl -H 'Content-Type: application/json' -d '${example}' '${webhookUrl}'`,
        ]),
    "# Where to look next:",
    `#   ${origin}/v5/swagger   every call, to try in the browser`,
    "#   README.md               Zapier, n8n and webhooks, step by step",
    config.databaseUrl === null
      ? `#   data: ${config.dataFolder}`
      : "#   data: the PostgreSQL database of DATABASE_URL",
    "FIRSTQUADRANT_READY=1",
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}
