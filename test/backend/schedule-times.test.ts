import { describe, expect, test } from "@jest/globals";
import { nextRunAt } from "../../backend/src/schedules/next-run-at.ts";

/** The next times of a schedule, each found from the one before it, as a backend finds them. */
function times(cron: string, timeZone: string, from: string, count: number): string[] {
  const found: string[] = [];
  for (let after = new Date(from); found.length < count; ) {
    const next = nextRunAt({ cron, timeZone }, after);
    if (next === null) break;
    found.push(next.toISOString().replace(":00.000Z", "Z"));
    after = next;
  }
  return found;
}

describe("when a schedule is due", () => {
  test.each([
    [
      "on a time of day that the change to summer time leaves out: at the first moment after it",
      ["30 2 * * *", "Europe/Berlin", "2026-03-27T12:00Z"],
      ["2026-03-28T01:30Z", "2026-03-29T01:00Z", "2026-03-30T00:30Z"],
    ],
    [
      "on a time of day that the change from summer time brings twice: at its first coming",
      ["30 2 * * *", "Europe/Berlin", "2026-10-23T12:00Z"],
      ["2026-10-24T00:30Z", "2026-10-25T00:30Z", "2026-10-26T01:30Z"],
    ],
    [
      "once a day where the clocks are put forward at midnight",
      ["0 0 * * *", "Africa/Cairo", "2026-04-22T12:00Z"],
      ["2026-04-22T22:00Z", "2026-04-23T22:00Z", "2026-04-24T21:00Z"],
    ],
    [
      "every hour through the change to summer time",
      ["15 * * * *", "Europe/Berlin", "2026-03-28T23:30Z"],
      ["2026-03-29T00:15Z", "2026-03-29T01:15Z", "2026-03-29T02:15Z"],
    ],
    [
      "every hour through the change from summer time",
      ["15 * * * *", "Europe/Berlin", "2026-10-24T22:30Z"],
      ["2026-10-24T23:15Z", "2026-10-25T00:15Z", "2026-10-25T01:15Z", "2026-10-25T02:15Z"],
    ],
    [
      "where the clocks are put forward by half an hour",
      ["15 2 * * *", "Australia/Lord_Howe", "2026-10-02T12:00Z"],
      ["2026-10-02T15:45Z", "2026-10-03T15:30Z", "2026-10-04T15:15Z"],
    ],
    [
      "where the clocks are put back by half an hour",
      ["45 1 * * *", "Australia/Lord_Howe", "2026-04-03T12:00Z"],
      ["2026-04-03T14:45Z", "2026-04-04T14:45Z", "2026-04-05T15:15Z"],
    ],
    [
      "in New York, where the clocks change on other days than in Europe",
      ["30 2 * * *", "America/New_York", "2026-03-07T00:00Z"],
      ["2026-03-07T07:30Z", "2026-03-08T07:00Z", "2026-03-09T06:30Z"],
    ],
    [
      "in a zone that is three quarters of an hour off",
      ["30 0 * * *", "Asia/Kathmandu", "2026-01-01T00:00Z"],
      ["2026-01-01T18:45Z", "2026-01-02T18:45Z"],
    ],
    [
      "on working days",
      ["0 9 * * 1-5", "Europe/London", "2026-10-23T08:00Z"],
      ["2026-10-26T09:00Z", "2026-10-27T09:00Z"],
    ],
    [
      "on a day that most years do not have",
      ["0 0 29 2 *", "UTC", "2026-01-01T00:00Z"],
      ["2028-02-29T00:00Z", "2032-02-29T00:00Z"],
    ],
    [
      "on a day of the month or of the week where both are given",
      ["0 9 1 * MON", "UTC", "2026-01-02T00:00Z"],
      ["2026-01-05T09:00Z", "2026-01-12T09:00Z", "2026-01-19T09:00Z", "2026-01-26T09:00Z", "2026-02-01T09:00Z"],
    ],
  ] as const)("%s", (_, [cron, timeZone, from], expected) => {
    expect(times(cron, timeZone, from, expected.length)).toEqual(expected);
  });

  test("from within the hour that comes twice: not again on that day", () => {
    const schedule = { cron: "30 2 * * *", timeZone: "Europe/Berlin" };
    for (const within of ["2026-10-25T00:30:05Z", "2026-10-25T00:59Z", "2026-10-25T01:15Z", "2026-10-25T01:30Z"]) {
      expect(nextRunAt(schedule, new Date(within))?.toISOString()).toBe("2026-10-26T01:30:00.000Z");
    }
  });

  test("each day of a year once, in zones of every kind", () => {
    for (const timeZone of [
      "Europe/Berlin",
      "America/New_York",
      "Australia/Lord_Howe",
      "Africa/Cairo",
      "Asia/Kolkata",
    ]) {
      const dayIn = new Intl.DateTimeFormat("en-CA", { timeZone });
      for (const cron of ["0 0 * * *", "30 0 * * *", "45 1 * * *", "15 2 * * *", "59 23 * * *"]) {
        const days = times(cron, timeZone, "2026-01-05T12:00Z", 365).map((time) => dayIn.format(new Date(time)));
        expect({ timeZone, cron, days: new Set(days).size }).toEqual({ timeZone, cron, days: 365 });
      }
    }
  });
});
