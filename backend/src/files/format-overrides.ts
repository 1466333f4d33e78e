import type { FileFormat } from "@firstquadrant/core-client";
import { AppError } from "../errors.ts";
import { isKnownEncoding } from "./encoding.ts";
import type { FormatOverrides } from "./format.ts";

/** Delimiters that are awkward to write in an address, by their names. */
const namedDelimiters: Record<string, string> = {
  tab: "\t",
  "\\t": "\t",
  comma: ",",
  semicolon: ";",
  pipe: "|",
  space: " ",
};

const wrong = (field: string, message: string, description: string): AppError =>
  new AppError("validation_error", `The ${field} ${message}.`, description, { details: [{ field, message }] });

/** What was said of a file before: it holds until something else is said. */
export function saidOf({ said, encoding, delimiter, quote, sheet, headerRow }: FileFormat): FormatOverrides {
  const values = { encoding, delimiter, quote, sheet, headerRow };
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => said.includes(name) && value !== null));
}

/** Checks what is said of a file, and brings it to the form in which it is used. @throws AppError `validation_error` */
export function readOverrides({ delimiter: given, ...said }: FormatOverrides): FormatOverrides {
  const delimiter = given === undefined ? undefined : (namedDelimiters[given.toLowerCase()] ?? given);
  if (said.encoding !== undefined && !isKnownEncoding(said.encoding)) {
    const message = `${JSON.stringify(said.encoding)} is not known`;
    throw wrong("encoding", message, "Name one such as utf-8, windows-1252 or utf-16le.");
  }
  if (said.quote !== undefined && !/^[^\s\w]?$/.test(said.quote)) {
    throw wrong(
      "quote",
      "is not a single mark",
      "Give the one that stands around the values, or an empty text for none.",
    );
  }
  if (delimiter !== undefined && (!/^[^\r\n\w]$/.test(delimiter) || delimiter === (said.quote ?? '"'))) {
    throw wrong("delimiter", "is not a single mark", "Give the one that stands between the values, such as ; or tab.");
  }
  return { ...said, ...(delimiter !== undefined && { delimiter }) };
}
