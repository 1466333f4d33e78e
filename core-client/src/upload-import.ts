import type { Client } from "./client.ts";
import { isApiError } from "./errors.ts";
import type { Import } from "./model/import.ts";

/** The upload of a name: found, or made. Names of imports are unique, so a repeat finds what the first try made. */
export async function findOrCreateUpload(client: Client, name: string): Promise<Import> {
  try {
    return await client.imports.create({ name, method: "upload" });
  } catch (error) {
    if (!isApiError(error) || error.code !== "already_exists") throw error;
    const filters = { "name.equals": name, "method.equals": "upload" };
    const [found] = await client.imports.list({ limit: 1, filters });
    if (found === undefined) throw error;
    return found;
  }
}
