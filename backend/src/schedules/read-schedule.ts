import type { ImportScheduleInput } from "@firstquadrant/core-client";
import { AppError } from "../errors.ts";
import { normaliseTimeZone } from "../intake/normalise/time-zone.ts";
import { nextRunAt } from "./next-run-at.ts";

const example =
  'Give five fields: minute, hour, day, month, weekday. "0 9 * * 1-5" is nine o\'clock from Monday to Friday.';

const refusal = (field: string, message: string, description: string): AppError =>
  new AppError("validation_error", `The schedule's ${field} ${message}.`, description, {
    details: [{ field: `schedule.${field}`, message }],
  });

/** What the library says, without its own name and those of its parts. */
const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message.replace(/^Cron\w+: /, "").replace(/\.$/, "") : String(error);

/**
 * Checks a schedule, and brings it to its one form.
 *
 * @throws AppError `validation_error` on `schedule.cron` or `schedule.timeZone`.
 */
export function readSchedule(given: ImportScheduleInput, now: Date): ImportScheduleInput {
  const timeZone = normaliseTimeZone(given.timeZone);
  if (timeZone === null) {
    throw refusal(
      "timeZone",
      `${JSON.stringify(given.timeZone)} is no time zone`,
      "Give a name of the IANA database, for instance Europe/Berlin, America/New_York or UTC.",
    );
  }
  const fields = given.cron.trim().split(/\s+/);
  const cron = fields.join(" ");
  if (fields.length !== 5) {
    const seconds = fields.length === 6 ? " Seconds cannot be given: each minute is the most often." : "";
    throw refusal("cron", `must have five fields, and has ${fields.length}`, `${example}${seconds}`);
  }
  let next: Date | null;
  try {
    next = nextRunAt({ cron, timeZone }, now);
  } catch (error) {
    throw refusal("cron", `cannot be read: ${reasonOf(error)}`, example);
  }
  if (next === null) {
    throw refusal("cron", "is never due", "Its day does not exist in any of its months, as 31 February does not.");
  }
  return { cron, timeZone };
}
