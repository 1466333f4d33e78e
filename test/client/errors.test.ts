import {
  ApiError,
  ConnectionError,
  errorFromResponse,
  isApiError,
  isRetryable,
  retryDelay,
} from "@firstquadrant/core-client";
import { describe, expect, test } from "@jest/globals";

const now = new Date("2026-10-02T09:00:00Z");
const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  errorFromResponse({ status, headers, body }, now);

describe("errorFromResponse", () => {
  test("takes over what the API says", () => {
    const details = [{ field: "email", message: "is missing" }];
    const body = { code: "validation_error", status: 422, message: "Not valid.", description: "Correct it.", details };
    const error = answer(422, body, { "x-request-id": "req_1" });
    expect(isApiError(error)).toBe(true);
    expect(error).toMatchObject({ ...body, requestId: "req_1", retryAfter: null });
  });

  test.each([[undefined], ["<html>Bad Gateway</html>"], [[]], [{ error: "nope" }], [{ code: 7 }]])(
    "says what to check when the answer is not the API's: %j",
    (body) => {
      const error = answer(502, body);
      expect(error).toMatchObject({ code: "unexpected_response", status: 502, details: [] });
      expect(error.description).toContain("Check the base URL");
    },
  );

  test("reads details as far as they can be read", () => {
    const error = answer(422, { code: "validation_error", details: [{ field: "email" }, "odd", { message: "m" }] });
    expect(error.details).toEqual([
      { field: "email", message: "is not valid" },
      { field: "", message: "m" },
    ]);
  });

  test.each([
    ["12", 12],
    ["Fri, 02 Oct 2026 09:00:30 GMT", 30],
    ["Fri, 02 Oct 2026 08:00:00 GMT", 0],
    ["soon", null],
  ])("reads Retry-After: %s", (value, seconds) => {
    expect(answer(429, {}, { "retry-after": value }).retryAfter).toBe(seconds);
  });
});

describe("retryDelay", () => {
  const limited = (headers: Record<string, string> = {}) => answer(429, { code: "rate_limited" }, headers);

  test("doubles, with up to a second of jitter, and ends after the tries that are allowed", () => {
    const waits = [1, 2, 3, 4].map((attempt) => retryDelay(limited(), attempt, 0));
    expect(waits).toEqual([1000, 2000, 4000, null]);
    expect(retryDelay(limited(), 1, 0.999)).toBe(1999);
    expect(retryDelay(limited(), 4, 0, 6)).toBe(8000);
  });

  test("waits as long as it was asked to, when that is longer", () => {
    expect(retryDelay(limited({ "retry-after": "30" }), 1, 0)).toBe(30_000);
    expect(retryDelay(limited({ "retry-after": "1" }), 3, 0)).toBe(4000);
  });

  test.each([
    ["408", answer(408, {}), true],
    ["423", answer(423, {}), true],
    ["429", answer(429, {}), true],
    ["500", answer(500, {}), true],
    ["503", answer(503, {}), true],
    ["no answer", new ConnectionError("https://api.example.com/v5/me", new Error("reset")), true],
    ["400", answer(400, {}), false],
    ["401", answer(401, {}), false],
    ["409", answer(409, {}), false],
    ["422", answer(422, {}), false],
    ["a mistake of ours", new TypeError("x is undefined"), false],
    ["nothing at all", null, false],
  ])("after %s", (_what, error, expected) => {
    expect(isRetryable(error)).toBe(expected);
    expect(retryDelay(error, 1, 0) !== null).toBe(expected);
  });
});

test("errors are known by their name, so that two copies of the package understand each other", () => {
  const foreign = Object.assign(new Error("x"), { name: "ApiError" });
  expect(isApiError(foreign)).toBe(true);
  expect(answer(404, {})).toBeInstanceOf(ApiError);
});
