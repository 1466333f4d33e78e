import {
  applyFieldMapping,
  everyAppMapping,
  presetFor,
  presets,
  proposeFieldMapping,
} from "@firstquadrant/core-client";
import { describe, expect, test } from "@jest/globals";
import { expectToBecome, payloads } from "./payloads.ts";

const fieldsOf = (payload: unknown) =>
  applyFieldMapping(payload, proposeFieldMapping({ samples: [payload] }).fieldMapping);

describe.each(payloads.map((sample) => [sample.app, sample] as const))("%s", (app, { payload, expected }) => {
  test("its own preset finds the contact", () => {
    expectToBecome(applyFieldMapping(payload, presets[app]?.fieldMapping ?? {}), expected);
  });

  test("the mapping for every app finds the contact", () => {
    expectToBecome(applyFieldMapping(payload, everyAppMapping), expected);
  });

  test("the mapping for every app finds just what the preset does", () => {
    expect(applyFieldMapping(payload, everyAppMapping)).toEqual(
      applyFieldMapping(payload, presets[app]?.fieldMapping ?? {}),
    );
  });

  test("a proposal from the sample finds the contact without being told the app", () => {
    const { contact, company } = fieldsOf(payload);
    const { name: _firm, ...rest } = expected.contact;
    expect(contact.email).toBeDefined();
    expect(contact.name ?? contact.firstName).toBeDefined();
    const { domain: _domain, ...firm } = expected.company ?? {};
    expectToBecome({ contact, ...(company && { company }) }, { contact: rest, company: firm });
  });

  test("a proposal for the app keeps the preset's sources that occur", () => {
    const { fieldMapping, fields } = proposeFieldMapping({ app: app.toUpperCase(), samples: [payload] });
    expectToBecome(applyFieldMapping(payload, fieldMapping), expected);
    const sources = fields.filter(({ reason }) => reason.startsWith("From the preset"));
    expect(sources.length).toBeGreaterThan(3);
    expect(fields.find(({ field }) => field === "email")).toMatchObject({ confidence: 0.95 });
  });
});

describe("particular apps", () => {
  const by = (app: string) => payloads.find((sample) => sample.app === app)?.payload;

  test("the state of a Shopify customer is the province, never the state of the account", () => {
    expect(applyFieldMapping(by("shopify"), everyAppMapping).contact.state).toBe("Ontario");
    expect(fieldsOf(by("shopify")).contact.state).toBe("Ontario");
    expect(proposeFieldMapping({ samples: [by("shopify")] }).unmatched).toContain("state");
  });

  test("the organizer of a Cal.com booking is never the contact", () => {
    const payload = { payload: { organizer: { name: "Sam Okafor", email: "sam@own-team.example" }, attendees: [] } };
    expect(applyFieldMapping(payload, everyAppMapping)).toEqual({ contact: {} });
    expect(fieldsOf(payload)).toEqual({ contact: {} });
  });

  test("a Typeform answer is found by its question when its reference says nothing", () => {
    const payload = {
      form_response: {
        definition: { fields: [{ id: "1", ref: "0ab1", title: "Which company do you work for?" }] },
        answers: [
          { type: "text", text: "Nordvik AB", field: { ref: "0ab1" } },
          { type: "email", email: "zoe@example.com", field: { ref: "9fe2" } },
        ],
      },
    };
    expect(fieldsOf(payload)).toEqual({ contact: { email: "zoe@example.com" }, company: { name: "Nordvik AB" } });
  });

  test("an app is known by any spelling of its name", () => {
    expect(presetFor("CalCom")).toBe(presets["cal.com"]);
    expect(presetFor("Google Sheets")).toBe(presets["google-sheets"]);
    expect(presetFor("no such app")).toBeUndefined();
  });

  test("a proposal for an app without samples is its whole preset", () => {
    expect(proposeFieldMapping({ app: "hubspot" }).fieldMapping).toEqual(presets.hubspot?.fieldMapping);
  });

  test("presets are plain data", () => {
    expect(JSON.parse(JSON.stringify(presets))).toEqual(presets);
    for (const [app, preset] of Object.entries(presets)) expect(preset.app).toBe(app);
  });
});
