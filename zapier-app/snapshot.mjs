/**
 * Writes definition/definition.snapshot.json anew: the integration as Zapier reads it, evaluated. It is what the next
 * version is compared with, so nothing is written that would break the Zaps of this one, unless the major version moves.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import zapier from "zapier-platform-core";
import { breakingChanges } from "./definition/breaking-changes.ts";

const file = path.join(import.meta.dirname, "definition/definition.snapshot.json");

await import("./build.mjs");
const { default: app } = await import("./dist/index.js");
const { results: definition } = await zapier.createAppHandler(app)({ command: "definition" });
const breaking = existsSync(file) ? breakingChanges(JSON.parse(readFileSync(file, "utf8")), definition) : [];
if (breaking.length > 0) {
  console.error(
    [
      "These changes break Zaps that people have:",
      ...breaking.map((change) => `- ${change}`),
      "Keep what is there, or raise the major version in package.json. The snapshot is as it was.",
    ].join("\n"),
  );
  process.exitCode = 1;
} else {
  writeFileSync(file, `${JSON.stringify(definition, null, 1)}\n`);
  console.log(`Wrote ${path.relative(process.cwd(), file)}.`);
}
