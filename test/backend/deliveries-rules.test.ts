import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { classify } from "../../backend/src/deliveries/classify.ts";
import { retryAfterSeconds } from "../../backend/src/deliveries/retry-after.ts";
import { nextAttemptAt } from "../../backend/src/deliveries/schedule.ts";
import { sign, signingKey } from "../../backend/src/deliveries/sign.ts";

const now = new Date("2026-01-31T09:30:00Z");
const secondsUntil = (date: Date | null) => (date === null ? null : (date.getTime() - now.getTime()) / 1000);

describe("when a delivery is tried again", () => {
  const waits = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];

  test("follows the list of waits, and ends with it", () => {
    const all = [...waits.keys(), waits.length].map((index) =>
      secondsUntil(nextAttemptAt(index + 1, now, 0.5, waits, null)),
    );
    expect(all).toEqual([...waits, null]);
  });

  test("is spread by a tenth to either side, and no more", () => {
    fc.assert(
      fc.property(fc.nat(waits.length - 1), fc.double({ min: 0, max: 1, noNaN: true }), (index, random) => {
        const wait = waits[index] ?? 0;
        const seconds = secondsUntil(nextAttemptAt(index + 1, now, random, waits, null)) ?? 0;
        expect(seconds).toBeGreaterThanOrEqual(wait * 0.9 - 0.001);
        expect(seconds).toBeLessThanOrEqual(wait * 1.1 + 0.001);
      }),
    );
    expect(secondsUntil(nextAttemptAt(1, now, 0, waits, null))).toBe(4.5);
    expect(secondsUntil(nextAttemptAt(1, now, 1, waits, null))).toBe(5.5);
  });

  test("is never earlier than the receiver asked, nor put off by it for more than a day", () => {
    expect(secondsUntil(nextAttemptAt(1, now, 0.5, waits, 60))).toBe(60);
    expect(secondsUntil(nextAttemptAt(1, now, 0.5, waits, 1_000_000))).toBe(86_400);
    expect(secondsUntil(nextAttemptAt(2, now, 0.5, waits, 60))).toBe(300);
    expect(nextAttemptAt(10, now, 0.5, waits, 60)).toBeNull();
  });

  test.each([
    ["120", 120],
    [" 0 ", 0],
    ["Sat, 31 Jan 2026 09:31:30 GMT", 90],
    ["Saturday, 31-Jan-26 09:31:30 GMT", 90],
    ["Sat Jan 31 09:31:30 2026 GMT", 90],
    ["Sat, 31 Jan 2026 09:00:00 GMT", 0],
    ["soon", null],
    ["-5", null],
    ["1.5", null],
    ["2026-01-31", null],
    ["", null],
    [null, null],
  ])("reads Retry-After: %j is %j", (header, seconds) => {
    expect(retryAfterSeconds(header, now)).toBe(seconds);
  });
});

describe("what an answer means", () => {
  test.each([
    [200, "delivered"],
    [202, "delivered"],
    [299, "delivered"],
    [301, "retry"],
    [400, "retry"],
    [404, "retry"],
    [410, "gone"],
    [429, "retry"],
    [500, "retry"],
  ])("%i: %s", (status, verdict) => {
    expect(classify({ status, retryAfter: null })).toBe(verdict);
  });

  test("none at all: it is tried again", () => {
    expect(classify({ status: null, error: "The target refused the connection." })).toBe("retry");
  });
});

describe("the signature", () => {
  test("is the one that the Standard Webhooks package makes, and it accepts ours", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 24, maxLength: 24 }), fc.string({ unit: "binary" }), (key, text) => {
        const secret = `whsec_${Buffer.from(key).toString("base64")}`;
        const body = JSON.stringify({ text });
        const id = "evt_01kg9w1v3ve0r8y9m6yq3s4a5b";
        const at = new Date();
        const headers = { ...sign(signingKey(secret), id, body, at) };
        expect(headers["webhook-signature"]).toBe(new Webhook(secret).sign(id, at, body));
        expect(new Webhook(secret).verify(body, headers)).toEqual({ text });
      }),
      { numRuns: 50 },
    );
  });

  test("is another one for another body, id or time", () => {
    const key = signingKey(`whsec_${Buffer.alloc(24, 7).toString("base64")}`);
    const signatures = [
      sign(key, "evt_1", "{}", now),
      sign(key, "evt_2", "{}", now),
      sign(key, "evt_1", "{ }", now),
      sign(key, "evt_1", "{}", new Date(now.getTime() + 1000)),
    ].map((headers) => headers["webhook-signature"]);
    expect(new Set(signatures).size).toBe(4);
  });
});
