import type { ErrorDetail } from "@firstquadrant/core-client";
import { z } from "zod";
import { AppError } from "../errors.ts";
import type { FormatOverrides } from "../files/format.ts";

const headerRow = z.coerce.number("is no line").int("is no line").min(0, "is no line").max(1000, "is too far down");

/** What may be said of how a file is to be read. */
export const overridesSchema = z.strictObject({
  encoding: z.string().exactOptional(),
  delimiter: z.string().exactOptional(),
  quote: z.string().exactOptional(),
  sheet: z.string().max(200).exactOptional(),
  headerRow: headerRow.exactOptional(),
});

/** The same, with the file's name: in an address, or in the fields of a form. */
export const fileFieldsSchema = overridesSchema.extend({ name: z.string().max(200).exactOptional() });

export type FileFields = z.output<typeof fileFieldsSchema>;

export const overridesOf = ({
  encoding,
  delimiter,
  quote,
  sheet,
  headerRow: row,
}: FormatOverrides): FormatOverrides => ({
  ...(encoding !== undefined && { encoding }),
  ...(delimiter !== undefined && { delimiter }),
  ...(quote !== undefined && { quote }),
  ...(sheet !== undefined && { sheet }),
  ...(row !== undefined && { headerRow: row }),
});

const wrongFields = (where: string, details: ErrorDetail[]) =>
  new AppError(
    "validation_error",
    `${where} not valid: ${details.map(({ field, message }) => `${field}: ${message}`).join("; ")}.`,
    `What may be said of a file: ${Object.keys(fileFieldsSchema.shape).join(", ")}.`,
    { details },
  );

/**
 * Reads what is said of a file outside of an address, which is checked already.
 *
 * @param where For the error: "The form's fields are".
 * @throws AppError `validation_error`
 */
export function readFileFields(fields: Record<string, unknown>, where: string): FileFields {
  const parsed = fileFieldsSchema.safeParse(fields);
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((field) => ({ field, message: "is not known here" }))
      : [{ field: issue.path.join("."), message: issue.message }],
  );
  throw wrongFields(where, details);
}
