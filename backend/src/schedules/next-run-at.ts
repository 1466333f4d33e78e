import type { ImportScheduleInput } from "@firstquadrant/core-client";
import { Cron } from "croner";

/**
 * When a schedule is due next after a moment; null if never. A time of day that a change of the clocks leaves out is made
 * up at the first moment after the gap, and one that comes twice is due at its first coming.
 *
 * @throws Error When the expression cannot be read.
 */
export function nextRunAt({ cron, timeZone }: ImportScheduleInput, after: Date): Date | null {
  return new Cron(cron, { timezone: timeZone, mode: "5-part", paused: true }).nextRun(after);
}
