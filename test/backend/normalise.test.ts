import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { nestingOf } from "../../backend/src/http/nesting.ts";
import { normaliseCountry } from "../../backend/src/intake/normalise/country.ts";
import { normaliseEmail } from "../../backend/src/intake/normalise/email.ts";
import { normalisePhone } from "../../backend/src/intake/normalise/phone.ts";
import { readField } from "../../backend/src/intake/normalise/read-field.ts";
import { normaliseTimeZone } from "../../backend/src/intake/normalise/time-zone.ts";
import { normaliseDomain, normaliseHandle, normaliseUrl } from "../../backend/src/intake/normalise/web-address.ts";

describe("an email address has one form", () => {
  test.each([
    [" Ada@Example.COM ", "ada@example.com"],
    ["Ada Lovelace <ada@example.com>", "ada@example.com"],
    ["mailto:ada@example.com", "ada@example.com"],
    ["ada@bücher.example", "ada@xn--bcher-kva.example"],
    ["ada+news@example.co.uk", "ada+news@example.co.uk"],
    ["\u200Bada@exam\u00ADple.com\uFEFF", "ada@example.com"],
    ["o'neil@example.com", "o'neil@example.com"],
  ])("%j is %s", (given, expected) => {
    expect(normaliseEmail(given)).toBe(expected);
  });

  test.each([
    "",
    "ada",
    "ada@",
    "@example.com",
    "ada@example",
    "ada@@example.com",
    "ada lovelace@example.com",
    "ada@example.com, bob@example.com",
    "ada@exa mple.com",
    "ada@[127.0.0.1]",
    `${"a".repeat(65)}@example.com`,
    `ada@${"a".repeat(60)}.${"b".repeat(200)}.com`,
  ])("%j is none", (given) => {
    expect(normaliseEmail(given)).toBeNull();
  });

  test("its form is its own form, whatever is given", () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: "grapheme" })), (given) => {
        const email = normaliseEmail(given);
        expect(email === null || normaliseEmail(email) === email).toBe(true);
      }),
    );
  });
});

describe("a phone number is in E.164", () => {
  test.each([
    ["+44 20 7946 0958", null, "+442079460958"],
    ["020 7946 0958", "GB", "+442079460958"],
    ["(415) 555-2671", "US", "+14155552671"],
    ["0049 30 123456", "DE", "+4930123456"],
    ["tel:+1-415-555-2671", null, "+14155552671"],
    ["+4915112345678", "US", "+4915112345678"],
  ])("%j in %s is %s", (given, country, expected) => {
    expect(normalisePhone(given, country)).toEqual({ value: expected });
  });

  test.each([
    ["020 7946 0958", null],
    ["call me", "GB"],
    ["12", "US"],
  ])("%j in %s stays as it is, with a warning", (given, country) => {
    expect(normalisePhone(given, country)).toEqual({ value: given, warning: expect.stringContaining("phone number") });
  });
});

describe("a country is known by its name in many languages", () => {
  test.each([
    ["United Kingdom", "GB"],
    ["UK", "GB"],
    ["england", "GB"],
    ["France", "FR"],
    ["Frankreich", "FR"],
    ["Russia", "RU"],
    ["Россия", "RU"],
    ["Serbia", "RS"],
    ["Timor-Leste", "TL"],
    ["Burkina Faso", "BF"],
    ["Bénin", "BJ"],
    ["U.S.A.", "US"],
    ["Estados Unidos", "US"],
    ["Vereinigte Staaten", "US"],
    ["États-Unis", "US"],
    ["Deutschland", "DE"],
    ["Alemanha", "DE"],
    ["Nederland", "NL"],
    ["Österreich", "AT"],
    ["ÖSTERREICH", "AT"],
    ["Côte d’Ivoire", "CI"],
    ["Polska", "PL"],
    ["日本", "JP"],
    ["中国", "CN"],
    ["gb", "GB"],
    ["Kosovo", "XK"],
  ])("%s is %s", (given, expected) => {
    expect(normaliseCountry(given)).toBe(expected);
  });

  test.each(["", "Atlantis", "EU", "XX", "FX", "SU", "12", "United"])("%j is none", (given) => {
    expect(normaliseCountry(given)).toBeNull();
  });

  test("every country's English name gives the code that is in use", () => {
    const english = new Intl.DisplayNames(["en"], { type: "region" });
    const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
    const codes = letters
      .flatMap((one) => letters.map((other) => one + other))
      .filter((code) => normaliseCountry(code));
    const codesInUse = codes.filter((code) => code !== "UK");
    expect(codesInUse).toHaveLength(250);
    for (const code of codesInUse) expect(normaliseCountry(english.of(code) ?? "")).toBe(code);
  });
});

describe("a time zone has its name in the IANA database", () => {
  test.each([
    ["Europe/London", "Europe/London"],
    ["europe/london", "Europe/London"],
    ["America/New York", "America/New_York"],
    ["us_slash_eastern", "America/New_York"],
    ["Asia/Kolkata", "Asia/Kolkata"],
    ["asia/kolkata", "Asia/Kolkata"],
    ["Europe/Kyiv", "Europe/Kyiv"],
    ["America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"],
    ["UTC", "UTC"],
  ])("%s is %s", (given, expected) => {
    expect(normaliseTimeZone(given)).toBe(expected);
  });

  test.each(["", "+02:00", "Nowhere/City", "PST8PDT; drop table"])("%j is none", (given) => {
    expect(normaliseTimeZone(given)).toBeNull();
  });
});

describe("web addresses", () => {
  test.each([
    ["https://www.example.com/about?x=1", "example.com"],
    ["Example.COM", "example.com"],
    ["ada@example.com", "example.com"],
    ["example.com:8080/path", "example.com"],
    ["bücher.example", "xn--bcher-kva.example"],
    ["https://blog.example.co.uk", "blog.example.co.uk"],
  ])("the domain of %s is %s", (given, expected) => {
    expect(normaliseDomain(given)).toBe(expected);
  });

  test.each(["", "localhost", "192.168.0.1", "not a domain", "javascript:alert(1)"])("%j has no domain", (given) => {
    expect(normaliseDomain(given)).toBeNull();
  });

  test.each([
    ["example.com/a", "https://example.com/a"],
    ["http://example.com", "http://example.com"],
    ["javascript:alert(1)", null],
    ["ftp://example.com", null],
  ])("the address of %s is %s", (given, expected) => {
    expect(normaliseUrl(given)).toBe(expected);
  });
});

describe("an address of a profile is its handle", () => {
  test.each([
    ["https://www.linkedin.com/in/ada-lovelace/?trk=x", ["linkedin.com"], "ada-lovelace"],
    ["linkedin.com/in/ada-lovelace", ["linkedin.com"], "ada-lovelace"],
    ["in/ada-lovelace", ["linkedin.com"], "ada-lovelace"],
    ["https://de.linkedin.com/in/ada-l%C3%B6w", ["linkedin.com"], "ada-löw"],
    ["@ada", ["twitter.com", "x.com"], "ada"],
    ["https://x.com/@ada", ["twitter.com", "x.com"], "ada"],
    ["https://mobile.twitter.com/ada/status/1", ["twitter.com", "x.com"], "ada"],
    ["ada", ["github.com"], "ada"],
    ["https://evil.example/in/ada", ["linkedin.com"], null],
    ["https://www.linkedin.com/", ["linkedin.com"], null],
    ["https://linkedin.com.evil.example/in/ada", ["linkedin.com"], null],
  ])("%s at %j is %s", (given, hosts, expected) => {
    expect(normaliseHandle(given, hosts)).toBe(expected);
  });
});

describe("values of other types", () => {
  test.each([
    [{ type: "number" }, "1,234.5", { value: 1234.5 }],
    [{ type: "integer" }, "12", { value: 12 }],
    [{ type: "integer" }, "12.5", { warning: expect.any(String) }],
    [{ type: "number" }, "many", { warning: expect.any(String) }],
    [{ type: "boolean" }, "Yes", { value: true }],
    [{ type: "boolean" }, "constructor", { warning: expect.any(String) }],
    [{ type: "date" }, "2026-02-28", { value: "2026-02-28" }],
    [{ type: "date" }, "28/02/2026", { warning: expect.any(String) }],
    [{ type: "choice", choices: ["c_suite", "vp"] }, "C Suite", { value: "c_suite" }],
    [{ type: "choice", choices: ["c_suite", "vp"] }, "boss", { warning: expect.stringContaining("vp") }],
    [{ type: "list" }, "a; b,a", { value: ["a", "b"] }],
    [{ type: "list" }, ["a", { b: 1 }], { value: ["a"], warning: expect.any(String) }],
    [{ type: "text" }, { a: 1 }, { warning: expect.any(String) }],
    [{ type: "text" }, "x".repeat(3000), { value: "x".repeat(2000), warning: "was cut to 2000 characters" }],
    [{ type: "text" }, "  ", {}],
  ] as const)("%j reads %j", (field, value, expected) => {
    expect(readField(field, value, null)).toEqual(expected);
  });
});

test.each([
  ["1", 0],
  ['{"a":[1,{"b":[]}]}', 4],
  ['{"a":"[[[["}', 1],
  ['["\\"[[[", []]', 2],
])("%s lies %i deep", (json, depth) => {
  expect(nestingOf(json)).toBe(depth);
});
