import type { ImportMethod, ImportMode, ImportScheduleInput } from "@firstquadrant/core-client";
import { AppError } from "../errors.ts";
import { readSchedule } from "./read-schedule.ts";

const refusal = (field: string, message: string, description: string): AppError =>
  new AppError("validation_error", `The import's ${field} ${message}.`, description, { details: [{ field, message }] });

/**
 * The schedule that an import of this method and mode has: one where it is recurring, else none.
 *
 * @throws AppError `validation_error` when they do not go together, or the schedule cannot be read.
 */
export function scheduleOfMode(
  method: ImportMethod,
  mode: ImportMode,
  given: ImportScheduleInput | null,
  now: Date,
): ImportScheduleInput | null {
  if (mode !== "recurring") {
    if (given === null) return null;
    throw refusal(
      "schedule",
      `is only for the mode recurring, and this is ${mode}`,
      'Give "mode": "recurring" with it.',
    );
  }
  if (method === "webhook" || method === "app") {
    throw refusal(
      "mode",
      `cannot be recurring, since the method ${method} takes what is sent to it`,
      "Make it continuous. Imports of the methods upload and prospect can be recurring.",
    );
  }
  if (given === null) {
    throw refusal(
      "schedule",
      "is missing, and the mode is recurring",
      'Give "schedule": { "cron": "0 9 * * 1-5", "timeZone": "Europe/Berlin" }, or another mode.',
    );
  }
  return readSchedule(given, now);
}
