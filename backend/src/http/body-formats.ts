import formbody from "@fastify/formbody";
import qs from "qs";
import { AppError } from "../errors.ts";
import type { App } from "./app-type.ts";

const notJson = (where: string) =>
  new AppError("bad_request", `${where} is not JSON.`, "Correct it and send it again. Nothing of it was stored.");

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notJson(where);
  }
}

const parseLines = (text: string): unknown[] =>
  text
    .split(/\r?\n/)
    .map((line, index) => ({ line, index }))
    .filter(({ line }) => line.trim() !== "")
    .map(({ line, index }) => parseJson(line, `Line ${index + 1} of the body`));

/** JSON, one JSON value a line, and forms with nested names (`data[merges][FNAME]`). */
export function addBodyFormats(app: App): void {
  app.removeContentTypeParser(["application/json", "text/plain"]);
  // Calls like POST …/start have a content type and no body in many clients: nothing is not an error by itself.
  app.addContentTypeParser(
    ["application/json", "text/plain"],
    { parseAs: "string" },
    async (_request: unknown, body: unknown) => (body === "" ? undefined : parseJson(String(body), "The body")),
  );
  app.addContentTypeParser(
    /^application\/[\w.+-]+\+json/,
    { parseAs: "string" },
    async (_request: unknown, body: unknown) => parseJson(String(body), "The body"),
  );
  app.addContentTypeParser(
    ["application/x-ndjson", "application/jsonl"],
    { parseAs: "string" },
    async (_request: unknown, body: unknown) => parseLines(String(body)),
  );
  app.register(formbody, {
    parser: (text) => qs.parse(text, { depth: 8, parameterLimit: 1000, arrayLimit: 100, plainObjects: false }),
  });
}
