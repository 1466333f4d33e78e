import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findPostgres } from "./postgres.ts";

const unbound = `
The role of TEST_POSTGRES_URL may make no roles, and row-level security does not bind it: the tests on PostgreSQL run
WITHOUT row-level security, and those of it are skipped. Give it "createrole", or take "bypassrls" from it.
`;

/**
 * Finds out once whether PostgreSQL is there, and makes a folder for what the files of a run share. A run that requires
 * PostgreSQL fails here and not in the middle.
 */
export default async function globalSetup(): Promise<void> {
  const found = await findPostgres();
  if (found === null && process.env.TEST_REQUIRE_POSTGRES) {
    throw new Error("PostgreSQL is required and not reachable. Start it, or say where it is in TEST_POSTGRES_URL.");
  }
  process.env.TEST_RUN_FOLDER = mkdtempSync(path.join(tmpdir(), "fq-test-run-"));
  process.env.TEST_POSTGRES = found === null ? "" : "yes";
  process.env.TEST_POSTGRES_ROLES = found?.makesRoles ? "yes" : "";
  process.env.TEST_POSTGRES_UNBOUND = found?.passesPolicies ? "yes" : "";
  if (found?.passesPolicies && !found.makesRoles) process.stderr.write(unbound);
}
