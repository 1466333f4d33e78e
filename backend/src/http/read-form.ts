import type { IncomingHttpHeaders } from "node:http";
import { PassThrough, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy, type BusboyInstance } from "@fastify/busboy";
import { AppError } from "../errors.ts";

const limits = { files: 1, fields: 20, parts: 20, fieldNameSize: 100, fieldSize: 1000, headerPairs: 50 };

const bad = (message: string, description: string, cause?: unknown) =>
  new AppError("bad_request", message, description, { cause });

const noFile = () => bad("The form has no file.", "Add one: curl -F file=@contacts.csv, or an input of the type file.");

const tooMuch = () =>
  bad(
    `The form has more than one file, or more than ${limits.fields} fields.`,
    "Send one file in each request. The fields name, encoding, delimiter, quote, sheet and headerRow may stand beside it.",
  );

const broken = (cause: unknown) =>
  bad("The form cannot be read: it is no multipart/form-data, or its end is missing.", "Send it again.", cause);

/** The file of a form, and what its fields say. */
export interface FormFile {
  bytes: Readable;
  filename: string | undefined;
  /** To be asked for once the bytes are read: fields may stand before the file and behind it. @throws AppError */
  fields: () => Promise<Record<string, string>>;
}

/**
 * Reads a form (multipart/form-data) as it arrives, as far as its file.
 *
 * @throws AppError `bad_request` when it has no file, or cannot be read.
 */
export async function readForm(body: Readable, { "content-type": type = "" }: IncomingHttpHeaders): Promise<FormFile> {
  const fields: Record<string, string> = {};
  const bytes = new PassThrough();
  // It may break before anybody reads it: whoever does is told then.
  bytes.on("error", () => undefined);
  const file = Promise.withResolvers<string | undefined>();
  let parser: BusboyInstance;
  try {
    parser = new Busboy({ headers: { "content-type": type }, limits });
  } catch (cause) {
    throw broken(cause);
  }
  parser.on("file", (_field, part, filename) => {
    part.once("error", (error) => bytes.destroy(broken(error)));
    part.pipe(bytes);
    file.resolve(filename);
  });
  parser.on("field", (name, value) => {
    Object.defineProperty(fields, name, { value, enumerable: true, configurable: true });
  });
  for (const limit of ["filesLimit", "fieldsLimit", "partsLimit"] as const) {
    parser.once(limit, () => parser.destroy(tooMuch()));
  }
  const reading = pipeline(body, parser).catch((error: unknown) => {
    throw error instanceof AppError ? error : broken(error);
  });
  reading.then(
    () => file.reject(noFile()),
    (error: Error) => {
      file.reject(error);
      bytes.destroy(error);
    },
  );
  const filename = await file.promise;
  return {
    bytes,
    filename,
    fields: async () => {
      await reading;
      return fields;
    },
  };
}
