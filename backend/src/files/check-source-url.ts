import type { ImportMethod } from "@firstquadrant/core-client";
import { AppError } from "../errors.ts";
import { checkTargetUrl } from "../subscriptions/target-url.ts";

/**
 * Checks where a file is to be fetched from, by the rules for targets of subscriptions.
 *
 * @param field What the caller calls it.
 * @returns The address, without blanks around it.
 * @throws AppError `validation_error`
 */
export function checkSourceUrl(given: string, allowPrivateTargets: boolean, field: "url" | "sourceUrl"): string {
  try {
    return checkTargetUrl(given, allowPrivateTargets);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const message = error.details[0]?.message ?? "cannot be used";
    throw new AppError(
      "validation_error",
      `The address of the file ${message}.`,
      "Give the full address of a file that anybody can download, for instance https://example.com/contacts.csv. " +
        "A secret may stand behind its question mark. The operator can allow http and private hosts by the setting ALLOW_PRIVATE_TARGETS.",
      { details: [{ field, message }], cause: error },
    );
  }
}

/**
 * The same for an import of a method.
 *
 * @throws AppError `validation_error` on `sourceUrl`.
 */
export function sourceUrlOf(method: ImportMethod, given: string, allowPrivateTargets: boolean): string {
  if (method === "upload") return checkSourceUrl(given, allowPrivateTargets, "sourceUrl");
  throw new AppError(
    "validation_error",
    `The method of this import is ${method}, which fetches no file.`,
    "Make an import of the method upload.",
    { details: [{ field: "sourceUrl", message: "is only for the method upload" }] },
  );
}
