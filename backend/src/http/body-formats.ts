import formbody from "@fastify/formbody";
import qs from "qs";
import { AppError } from "../errors.ts";
import type { App } from "./app-type.ts";
import { nestingOf } from "./nesting.ts";

const notJson = (where: string) =>
  new AppError("bad_request", `${where} is not JSON.`, "Correct it and send it again. Nothing of it was stored.");

const deepest = 100;
const mostFields = 1000;
const longestList = 100;

const tooDeep = (where: string) =>
  new AppError(
    "bad_request",
    `${where} has lists and objects in one another, more than ${deepest} deep.`,
    "Send the records by themselves. Nothing of it was stored.",
  );

const tooManyFields = () =>
  new AppError(
    "bad_request",
    `The form has more than ${mostFields} fields, or a list of more than ${longestList}.`,
    "Send the record as application/json. Nothing of it was stored.",
  );

function parseJson(text: string, where: string): unknown {
  let value: unknown;
  try {
    // Some systems begin every text with a mark of its encoding.
    value = JSON.parse(text.startsWith("\uFEFF") ? text.slice(1) : text);
  } catch {
    throw notJson(where);
  }
  if (nestingOf(text) > deepest) throw tooDeep(where);
  return value;
}

function parseForm(text: string): Record<string, unknown> {
  try {
    return qs.parse(text, {
      depth: 8,
      parameterLimit: mostFields,
      arrayLimit: longestList,
      throwOnLimitExceeded: true,
      plainObjects: false,
    });
  } catch (error) {
    if (error instanceof RangeError) throw tooManyFields();
    throw error;
  }
}

const parseLines = (text: string): unknown[] =>
  text
    .split(/\r?\n/)
    .map((line, index) => ({ line, index }))
    .filter(({ line }) => line.trim() !== "")
    .map(({ line, index }) => parseJson(line, `Line ${index + 1} of the body`));

type Done = (error: Error | null, body?: unknown) => void;

/** A promise of what is there already would cost every request a turn. */
const parsedBy = (parse: (text: string) => unknown) => (_request: unknown, text: string, done: Done) => {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    return done(error instanceof Error ? error : new Error(String(error)));
  }
  done(null, value);
};

/** JSON, one JSON value a line, and forms with nested names (`data[merges][FNAME]`). */
export function addBodyFormats(app: App): void {
  app.removeContentTypeParser(["application/json", "text/plain"]);
  // Calls like POST …/start have a content type and no body in many clients: nothing is not an error by itself.
  app.addContentTypeParser(
    ["application/json", "text/plain"],
    { parseAs: "string" },
    parsedBy((text) => (text === "" ? undefined : parseJson(text, "The body"))),
  );
  app.addContentTypeParser(
    /^application\/[\w.+-]+\+json/,
    { parseAs: "string" },
    parsedBy((text) => parseJson(text, "The body")),
  );
  app.addContentTypeParser(["application/x-ndjson", "application/jsonl"], { parseAs: "string" }, parsedBy(parseLines));
  app.register(formbody, { parser: parseForm });
}
