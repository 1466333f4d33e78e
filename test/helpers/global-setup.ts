import { isPostgresReachable } from "./postgres.ts";

/** Finds out once whether PostgreSQL is there. A run that requires it fails here and not in the middle. */
export default async function globalSetup(): Promise<void> {
  const reachable = await isPostgresReachable();
  if (!reachable && process.env.TEST_REQUIRE_POSTGRES) {
    throw new Error("PostgreSQL is required and not reachable. Start it, or say where it is in TEST_POSTGRES_URL.");
  }
  process.env.TEST_POSTGRES = reachable ? "yes" : "";
}
