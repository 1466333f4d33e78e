import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { type Answer, send } from "./api.ts";
import type { Backend, Storage } from "./backend.ts";

/** Makes an import that takes files, with a mapping, as a draft. */
export async function uploadImport(backend: Backend, input: object = {}): Promise<string> {
  const made = await send(backend, "POST", "/v5/imports", {
    name: `Upload ${crypto.randomUUID()}`,
    method: "upload",
    fieldMapping: { email: "Email", name: "Name" },
    ...input,
  });
  if (made.status !== 201) throw new Error(`The import was not made: ${JSON.stringify(made.body)}`);
  return made.body.id;
}

/** Sends a file for an import, as a whole or as it comes. */
export async function putFile(
  backend: Backend,
  importId: string,
  body: RequestInit["body"] | Readable,
  { headers = { "Content-Type": "text/csv" }, query = "" }: { headers?: Record<string, string>; query?: string } = {},
): Promise<Answer> {
  const answer = await fetch(`${backend.url}/v5/imports/${importId}/file${query}`, {
    method: "PUT",
    headers: { Authorization: `Bearer ${backend.apiKey}`, ...headers },
    body: body instanceof Readable ? Readable.toWeb(body) : (body ?? null),
    duplex: "half",
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === "" ? undefined : JSON.parse(text) };
}

/** The names of all files that a backend keeps of its organization. */
export function keptFiles(storage: Storage, backend: Backend): string[] {
  const folder = path.join(storage.env.DATA_DIR ?? "", "files", backend.organizationId);
  return existsSync(folder) ? readdirSync(folder).toSorted() : [];
}
