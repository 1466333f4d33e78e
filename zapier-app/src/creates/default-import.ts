import type { Client } from "@firstquadrant/core-client";
import { givenText } from "../fields/given.ts";

/** Where contacts go when no import was chosen. */
export const defaultImport = { name: "Zapier", method: "app", app: "zapier" } as const;

/**
 * The import that a step sends to. Where none was chosen, it is made and started when needed: one request that can be
 * repeated at will. A remembered answer would be wrong once somebody completed the import, so it has no key.
 */
export async function targetImport(client: Client, inputData: Record<string, unknown>): Promise<string> {
  const chosen = givenText(inputData.import_id);
  if (chosen !== undefined) return chosen;
  return (await client.imports.findOrCreateAndStart(defaultImport)).import.id;
}
