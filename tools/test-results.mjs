/** Reads what jest wrote about a run, and puts the results of all steps into words. */
import { readFileSync } from "node:fs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * @typedef {object} JestResults what of jest's `--json` is read here
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {number} numRuntimeErrorTestSuites files that failed before a test of theirs ran
 * @property {{ name: string }[]} testResults
 */

/** @returns {JestResults | null} nothing where jest ended before it could write */
function readResults(/** @type {string} */ file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/**
 * The counts of a jest run, and the test files of it. A run that ended badly never counts as free of failures.
 *
 * @param {string} outputFile what jest was given as `--outputFile`
 * @param {number} exitCode
 * @returns {Counts & { files: string[] }}
 */
export function countJest(outputFile, exitCode) {
  const results = readResults(outputFile);
  if (results === null) return { passed: 0, failed: 1, skipped: 0, files: [] };
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  return {
    passed: results.numPassedTests,
    failed: exitCode === 0 ? failed : Math.max(failed, 1),
    skipped: results.numPendingTests + results.numTodoTests,
    files: results.testResults.map((result) => result.name),
  };
}

/**
 * What to say of a run without PostgreSQL: which suites, of those that run on each database, had one only.
 *
 * @param {string} address where PostgreSQL was looked for
 * @param {string[]} files the test files of the run
 * @returns {string | null} nothing where none of them would have used it
 */
export function embeddedOnly(address, files) {
  const suites = files.filter((file) => /\bdatabases\b/.test(readFileSync(file, "utf8"))).length;
  if (suites === 0) return null;
  return (
    `PostgreSQL was not reachable at ${address}: ${suites} test files ran on the embedded database only. ` +
    "Start PostgreSQL, or say where it is in TEST_POSTGRES_URL."
  );
}

/** The line that a run closes with; tools read it. */
export function closingLine(/** @type {Counts} */ { passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
