import { readFileSync } from "node:fs";
import path from "node:path";
import * as zapier from "zapier-platform-core";
import type { ZapierDefinition } from "../../zapier-app/definition/definition.ts";
import app from "../../zapier-app/src/index.ts";
import { zapierAppFolder } from "./zapier-zip.ts";

/** The integration as Zapier reads it, evaluated by Zapier's own runtime, which has no type for this. */
export async function ownDefinition(): Promise<ZapierDefinition> {
  const { results } = await Object(zapier).createAppHandler(app)({ command: "definition" });
  return JSON.parse(JSON.stringify(results));
}

/** The same, as it was written down when it was last meant to change. */
export const writtenDefinition = (): ZapierDefinition =>
  JSON.parse(readFileSync(path.join(zapierAppFolder, "definition/definition.snapshot.json"), "utf8"));
