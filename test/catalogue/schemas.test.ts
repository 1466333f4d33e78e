import {
  companyFields,
  contactFields,
  everyAppMapping,
  sampleContact,
  sampleImport,
  sampleImportStatusChangedEvent,
  sampleIntakeResult,
  sampleStartImportResult,
} from "@firstquadrant/core-client";
import * as schemas from "@firstquadrant/core-client/schemas";
import { describe, expect, test } from "@jest/globals";
import { z } from "zod";

const messages = (schema: z.ZodType, value: unknown): string[] =>
  (schema.safeParse(value).error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);

describe("samples", () => {
  test.each([
    ["contact", schemas.contactSchema, sampleContact],
    ["import", schemas.importSchema, sampleImport],
    ["intake result", schemas.intakeResultSchema, sampleIntakeResult],
    ["start result", schemas.startImportResultSchema, sampleStartImportResult],
    ["event", schemas.eventSchema, sampleImportStatusChangedEvent],
  ])("the %s passes its schema, and the schema knows every part of it", (_name, schema, sample) => {
    expect(schema.parse(sample)).toEqual(sample);
  });

  test("the contact has every field of the catalogue", () => {
    expect(Object.keys(sampleContact)).toEqual(expect.arrayContaining(contactFields.map(({ key }) => key)));
    expect(Object.keys(sampleContact.company ?? {})).toEqual(
      expect.arrayContaining(companyFields.map(({ key }) => key)),
    );
  });

  test("the counts of the import add up", () => {
    const { received, ...parts } = sampleImport.counts;
    expect(Object.values(parts).reduce((sum, count) => sum + count, 0)).toBe(received);
  });
});

describe("answers", () => {
  test("leave out what the schema does not name, so that nothing leaks", () => {
    expect(schemas.importSchema.parse({ ...sampleImport, organizationId: "org_1" })).toEqual(sampleImport);
  });

  test("a batch tells rejected records from the others", () => {
    const error = { code: "validation_error", status: 422, message: "m", description: "d", details: [] };
    const rejected = { index: 1, outcome: "rejected", row: { id: "row_1" }, error };
    const results = [{ index: 0, ...sampleIntakeResult }, rejected];
    expect(schemas.batchResultSchema.parse({ results, counts: sampleImport.counts }).results).toEqual(results);
    expect(schemas.batchItemResultSchema.safeParse({ ...rejected, outcome: "created" }).success).toBe(false);
  });
});

describe("records", () => {
  test.each([
    ["blank values", { contact: { email: "a@example.com", name: "", phone: null, tags: [] } }],
    ["numbers and booleans as text fields", { contact: { email: "a@example.com", phone: 4420, name: true } }],
    ["unknown keys", { contact: { email: "a@example.com", shoeSize: 42, nested: {} }, company: { x: 1 }, y: 2 }],
    ["no email: that is said later, with all that is wrong", { contact: {} }],
    ["nothing known of the company", { contact: { email: "a@example.com" }, company: null, data: null }],
  ])("%s are let in and kept", (_name, record) => {
    expect(schemas.contactRecordSchema.parse(record)).toEqual(record);
  });

  test("one record that is none does not spoil a batch", () => {
    const records = [{ contact: { email: "a@example.com" } }, "no record", { contact: 7 }, null];
    expect(schemas.batchInputSchema.parse({ records }).records).toEqual(records);
  });

  test("a batch has from 1 to 1,000 records", () => {
    const batch = (length: number) => ({ records: Array.from({ length }, () => ({ contact: {} })) });
    expect(messages(schemas.batchInputSchema, batch(0))).toEqual(["records: must hold at least one record"]);
    expect(messages(schemas.batchInputSchema, batch(1000))).toEqual([]);
    expect(messages(schemas.batchInputSchema, batch(1001))).toEqual(["records: must not hold more than 1,000 records"]);
  });
});

describe("inputs of imports", () => {
  test("the name is trimmed", () => {
    expect(schemas.startImportInputSchema.parse({ name: "  Leads ", method: "webhook" }).name).toBe("Leads");
  });

  test("country codes are written in capitals", () => {
    const input = { name: "Leads", method: "webhook", defaultCountry: "gb" };
    expect(schemas.importInputSchema.parse(input).defaultCountry).toBe("GB");
  });

  test.each([
    [{ name: "  ", method: "webhook" }, "name: must not be blank"],
    [{ name: "x".repeat(201), method: "webhook" }, "name: must not be longer than 200 characters"],
    [{ name: "Leads", method: "app" }, "app: is needed for the method app, for instance zapier"],
    [{ name: "Leads", method: "webhook", app: "zapier" }, "app: is only for the method app"],
    [{ name: "Leads", method: "webhook", colour: "red" }, 'Unrecognized key: "colour"'],
    [{ name: "Leads", method: "webhook", defaultCountry: "England" }, "defaultCountry: must be a country's code"],
    [{ name: "Leads", method: "webhook", fieldMapping: { fistName: "x" } }, "fieldMapping.fistName: is no field"],
    [{ name: "Leads", method: "webhook", fieldMapping: { email: [] } }, "fieldMapping.email: has no source"],
    [
      { name: "Leads", method: "webhook", fieldMapping: { email: { where: "x" } } },
      "fieldMapping.email: Invalid input",
    ],
  ])("%j is refused", (input, message) => {
    expect(messages(schemas.importInputSchema, input)).toEqual([expect.stringContaining(message)]);
  });

  test("the mapping for every app is acceptable", () => {
    const input = { name: "Leads", method: "webhook", fieldMapping: { ...everyAppMapping, "customProperties.x": "x" } };
    expect(messages(schemas.importInputSchema, input)).toEqual([]);
  });

  test("a change may say anything but the method and the app", () => {
    expect(messages(schemas.importPatchSchema, { name: "Other", fieldMapping: null })).toEqual([]);
    expect(messages(schemas.importPatchSchema, { method: "upload" })).toEqual([': Unrecognized key: "method"']);
  });
});

describe("other inputs", () => {
  const subscription = { targetUrl: "https://example.com/hook", eventTypes: ["import.status_changed"] };

  test.each([
    [{}, undefined],
    [{ targetUrl: "http://localhost:5678/webhook/1" }, undefined],
    [{ targetUrl: "ftp://example.com" }, "targetUrl: must be an address that begins with https:// or http://"],
    [{ targetUrl: "example.com" }, "targetUrl: must be an address that begins with https:// or http://"],
    [{ eventTypes: [] }, "eventTypes: must name at least one type of event"],
    [{ eventTypes: ["contact.imported", "contact.imported"] }, "eventTypes: must not name a type twice"],
    [{ eventTypes: ["contact.eaten"] }, "eventTypes.0: Invalid option"],
    [{ filter: { importId: "imp_1" } }, 'filter: Unrecognized key: "importId"'],
  ])("a subscription with %j", (change, message) => {
    const expected = message === undefined ? [] : [expect.stringContaining(message)];
    expect(messages(schemas.subscriptionInputSchema, { ...subscription, ...change })).toEqual(expected);
  });

  test("a field of one's own has choices when its type does", () => {
    const field = { key: "plan", label: "Plan", type: "choice" };
    expect(messages(schemas.customFieldInputSchema, field)).toEqual(["choices: is needed for this type"]);
    expect(messages(schemas.customFieldInputSchema, { ...field, choices: ["team"] })).toEqual([]);
    expect(messages(schemas.customFieldInputSchema, { ...field, type: "text", choices: ["team"] })).toHaveLength(1);
    expect(messages(schemas.customFieldInputSchema, { key: "a b", label: "x", type: "text" })[0]).toContain(
      "key: must",
    );
  });

  test("a proposal is made from something", () => {
    expect(messages(schemas.proposalInputSchema, {})[0]).toContain("must hold an app, samples or headers");
    expect(messages(schemas.proposalInputSchema, { headers: [] })).toEqual([]);
  });
});

test("every schema can be written as JSON schema, both ways", () => {
  for (const schema of Object.values(schemas)) {
    for (const io of ["input", "output"] as const) expect(z.toJSONSchema(schema, { io })).toBeDefined();
  }
  const written = z.toJSONSchema(z.registry<{ id: string }>().add(schemas.contactSchema, { id: "Contact" }));
  expect(written.schemas.Contact?.properties?.linkedInHandle).toEqual({
    type: "string",
    description: "LinkedIn. The handle or the address of the profile.",
    examples: ["ada-lovelace"],
  });
});
