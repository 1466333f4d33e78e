import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import path from "node:path";
import * as zapier from "zapier-platform-core";
import type { ZapierDefinition } from "../../zapier-app/definition/definition.ts";
import app from "../../zapier-app/src/index.ts";
import oauthApp from "../../zapier-app/src/index-oauth.ts";
import { zapierAppFolder } from "./zapier-zip.ts";

/**
 * An integration as Zapier reads it, evaluated by Zapier's own runtime, which has no type for this.
 *
 * The runtime would put itself into Node's http, which all test files of one process share; it is told that it has.
 */
async function definitionOf(integration: object): Promise<ZapierDefinition> {
  const shared = [http, https];
  for (const one of shared) Object.assign(one, { patchedByZapier: true });
  try {
    const { results } = await Object(zapier).createAppHandler(integration)({ command: "definition" });
    return JSON.parse(JSON.stringify(results));
  } finally {
    for (const one of shared) Object.assign(one, { patchedByZapier: false });
  }
}

/** The integration whose connections have a key. */
export const ownDefinition = () => definitionOf(app);

/** The integration whose connections are made by OAuth 2. */
export const oauthDefinition = () => definitionOf(oauthApp);

/** The first of them, as it was written down when it was last meant to change. */
export const writtenDefinition = (): ZapierDefinition =>
  JSON.parse(readFileSync(path.join(zapierAppFolder, "definition/definition.snapshot.json"), "utf8"));
