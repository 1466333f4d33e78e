import { applyFieldMapping, mergeFieldMappings } from "@firstquadrant/core-client";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";

describe("applyFieldMapping", () => {
  test("takes the first source that is not blank", () => {
    const record = { a: null, b: "  ", c: [], d: {}, e: "ada@example.com", f: "later@example.com" };
    expect(applyFieldMapping(record, { email: ["missing", "a", "b", "c", "d", "e", "f"] })).toEqual({
      contact: { email: "ada@example.com" },
    });
  });

  test("leaves out what no source gives, and the company when nothing is known of it", () => {
    expect(applyFieldMapping({ mail: "" }, { email: "mail", "company.name": "firm" })).toEqual({ contact: {} });
  });

  test("sorts values to the contact, its company and its custom properties", () => {
    const record = { mail: "ada@example.com", firm: "Analytical", level: 3, newsletter: false };
    const mapping = {
      email: "mail",
      "company.name": { path: "firm" },
      "customProperties.level": "level",
      "customProperties.newsletter": "newsletter",
      "customProperties.source": { constant: "fair" },
    };
    expect(applyFieldMapping(record, mapping)).toEqual({
      contact: { email: "ada@example.com", customProperties: { level: 3, newsletter: false, source: "fair" } },
      company: { name: "Analytical" },
    });
  });

  test("gives a scalar field the first scalar of a list, and skips objects", () => {
    const record = { emails: ["", { address: "x" }, "ada@example.com", "second@example.com"], name: { first: "Ada" } };
    expect(applyFieldMapping(record, { email: "emails", name: ["name", "name.first"] })).toEqual({
      contact: { email: "ada@example.com", name: "Ada" },
    });
  });

  test("keeps lists for lists, and leaves text for a list as it came", () => {
    const record = { labels: ["a", " ", 7], more: "b, c" };
    expect(applyFieldMapping(record, { tags: "labels", "company.techStack": "more" })).toEqual({
      contact: { tags: ["a", "7"] },
      company: { techStack: "b, c" },
    });
  });

  test("writes numbers as text for fields that hold text, and keeps them for numbers", () => {
    const record = { phone: 442079460958, lat: 51.5 };
    expect(applyFieldMapping(record, { phone: "phone", latitude: "lat" })).toEqual({
      contact: { phone: "442079460958", latitude: 51.5 },
    });
  });

  test("cannot be led to write to a prototype", () => {
    const mapping = JSON.parse('{ "__proto__": "x", "customProperties.__proto__": "x", "company.__proto__": "x" }');
    const { contact } = applyFieldMapping({ x: "y" }, mapping);
    expect(Object.getPrototypeOf(contact)).toBe(Object.prototype);
    expect(Object.getPrototypeOf(contact.customProperties)).toBe(Object.prototype);
  });

  test("never throws on any record", () => {
    fc.assert(
      fc.property(fc.anything(), fc.array(fc.string()), (record, sources) => {
        applyFieldMapping(record, { email: sources, tags: sources, "customProperties.any": sources });
      }),
    );
  });
});

describe("mergeFieldMappings", () => {
  test("lays fallbacks behind one another and drops repeated ones", () => {
    expect(
      mergeFieldMappings(
        { email: "a", tags: { constant: "x" } },
        { email: ["b", { path: "a" }], name: "n" },
        { tags: { constant: "x" } },
      ),
    ).toEqual({ email: ["a", "b"], tags: { constant: "x" }, name: "n" });
  });
});
