// Looks at a package with the rules of n8n's verification, and prints every message, warnings too, as JSON.
// usage: node n8n-scan.mjs <folder> <pattern>…; apart from jest, since the scanner is an ES module.
import { createRequire } from "node:module";
import { buildScanConfig, SOURCE_FILE_PATTERNS } from "@n8n/scan-community-package/scanner/scanner.mjs";

const [folder, leg] = process.argv.slice(2);
// The very linter that the scanner runs.
const scanner = createRequire(import.meta.resolve("@n8n/scan-community-package/scanner/scanner.mjs"));
const { ESLint } = scanner("eslint");
const linter = new ESLint({
  cwd: folder,
  allowInlineConfig: false,
  overrideConfigFile: true,
  overrideConfig: await buildScanConfig(),
});
const patterns = leg === "source" ? SOURCE_FILE_PATTERNS : ["**/*.js", "package.json"];
const results = await linter.lintFiles(patterns);
const messages = results.flatMap(({ filePath, messages }) =>
  messages.map(({ ruleId, line, message }) => `${filePath}:${line} ${ruleId}: ${message}`),
);
console.log(JSON.stringify({ files: results.length, messages }));
