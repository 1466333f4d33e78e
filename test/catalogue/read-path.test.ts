import { formatPath, parsePath, readPath } from "@firstquadrant/core-client";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";

const record = {
  "E-mail 1 - Value": "ada@example.com",
  "First name ": "Ada",
  "a.b": "literal",
  a: { b: "nested", "odd.key": 1, 'say "hi"': 2 },
  list: [
    { name: "Email ", values: ["x@example.com"] },
    { name: "phone", values: [] },
  ],
  answers: [
    { field: { ref: "company" }, text: "Nordvik AB" },
    { field: { ref: 7 }, text: "seven" },
    { field: { ref: "with ] and = inside" }, text: "odd" },
  ],
};

describe("readPath", () => {
  test.each([
    ["E-mail 1 - Value", "ada@example.com"],
    ["First name ", "Ada"],
    ["First name", undefined],
    ["a.b", "literal"],
    ['["a"].b', "nested"],
    ['a["odd.key"]', 1],
    ['a["say \\"hi\\""]', 2],
    ["list[0].values[0]", "x@example.com"],
    ["list.0.name", "Email "],
    ["list[name=EMAIL].values", ["x@example.com"]],
    ["list[name=fax].values", undefined],
    ["answers[field.ref=company].text", "Nordvik AB"],
    ["answers[field.ref=7].text", "seven"],
    ['answers[field.ref="with ] and = inside"].text', "odd"],
    ["list[9].name", undefined],
    ["a.b.c.d", undefined],
    ["list.length", undefined],
  ])("reads %s", (path, expected) => {
    expect(readPath(record, path)).toEqual(expected);
  });

  test("reads own properties only", () => {
    expect(readPath({}, "constructor.name")).toBeUndefined();
    expect(readPath({ a: {} }, "a.__proto__")).toBeUndefined();
    expect(readPath({ a: "text" }, "a.length")).toBeUndefined();
  });

  test("reads a record that is a list", () => {
    expect(readPath([{ email: "x@example.com" }], "[0].email")).toBe("x@example.com");
  });

  test("never throws, whatever the record and the path", () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (anything, path) => {
        readPath(anything, path);
      }),
    );
  });
});

describe("parsePath", () => {
  test.each([
    ["", "The path is empty."],
    ["a..b", "A name is missing at position 3."],
    [".a", "A name is missing at position 1."],
    ["a.", undefined],
    ["a[", "The bracket at position 2 is none of"],
    ["a[name=]", "The bracket at position 2 is none of"],
    ["a[0]b", "A dot is missing at position 5."],
    ["a]", "A dot is missing at position 2."],
  ])("refuses %j", (path, message) => {
    const parsed = parsePath(path);
    expect(parsed.ok).toBe(false);
    expect(parsed).toHaveProperty("message", expect.stringContaining(message ?? "A name is missing"));
  });

  test("reads back what formatPath writes", () => {
    const text = fc.string({ unit: "binary", minLength: 1 }).filter((value) => value.trim() !== "");
    const segment = fc.oneof(
      fc.record({ kind: fc.constant("key" as const), key: text }),
      fc.record({ kind: fc.constant("index" as const), index: fc.nat(1000) }),
      fc.record({ kind: fc.constant("match" as const), path: fc.constantFrom("name", "field.ref"), value: text }),
    );
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 5 }), (segments) => {
        expect(parsePath(formatPath(segments))).toEqual({ ok: true, segments });
      }),
    );
  });
});
