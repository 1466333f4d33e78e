import { describe, expect, test } from "@jest/globals";
import { createContact } from "../../zapier-app/src/creates/create-contact.ts";
import { customInputFields, customOutputFields } from "../../zapier-app/src/fields/custom-fields.ts";
import { api, appTester, authData, failureOf, useApi } from "../helpers/zapier-app.ts";
import { aContact, anImport, anIntakeResult } from "../helpers/zapier-records.ts";

useApi();

/** Runs the step and answers with the record that reached the API. */
async function recordSent(inputData: Record<string, unknown>): Promise<unknown> {
  let sent: unknown;
  api()
    .post("/imports/imp_1/contacts", (body) => {
      sent = body;
      return true;
    })
    .reply(200, anIntakeResult());
  await appTester(createContact, { authData, inputData: { import_id: "imp_1", ...inputData } });
  return sent;
}

describe("Create Contact", () => {
  test("sends the person, the company and custom fields in the API's shape", async () => {
    const sent = await recordSent({
      email: "ada@example.com",
      firstName: "Ada",
      latitude: 51.5,
      tags: ["newsletter", "trade, show"],
      company__name: "Analytical Engines Ltd",
      company__employeesCount: 120,
      customProperties__plan: "pro",
      customProperties__trial: false,
    });
    expect(sent).toEqual({
      contact: {
        email: "ada@example.com",
        firstName: "Ada",
        latitude: 51.5,
        tags: ["newsletter", "trade, show"],
        customProperties: { plan: "pro", trial: false },
      },
      company: { name: "Analytical Engines Ltd", employeesCount: 120 },
    });
  });

  test("leaves out all that is blank, so that nothing is erased by a field that a step before left empty", async () => {
    const sent = await recordSent({
      email: "ada@example.com",
      firstName: "",
      lastName: "  ",
      bio: null,
      latitude: 0,
      tags: ["", "newsletter", null],
      company__name: "",
      company__tags: [],
      customProperties__plan: "",
    });
    expect(sent).toEqual({ contact: { email: "ada@example.com", latitude: 0, tags: ["newsletter"] } });
  });

  test("erases what is named in the fields for that, and only there", async () => {
    const sent = await recordSent({
      email: "ada@example.com",
      clear_fields: ["phone", "company.website", ""],
      clear_custom_fields: ["customProperties.plan"],
    });
    expect(sent).toEqual({
      contact: { email: "ada@example.com" },
      clear: ["phone", "company.website", "customProperties.plan"],
    });
  });

  test("takes braces in a value for text, also those that Zapier would read as its own", async () => {
    const bio = 'Says {{bundle.authData.apiKey}} and {{{"a":{"b":1}}}} and "\\{{"';
    expect(await recordSent({ email: "ada@example.com", bio })).toEqual({ contact: { email: "ada@example.com", bio } });
  });

  test("without an import, starts the one named Zapier and sends the contact there", async () => {
    api()
      .put("/imports/start", { name: "Zapier", method: "app", app: "zapier" })
      .matchHeader("idempotency-key", (value) => value === undefined)
      .reply(200, { outcome: "created", import: anImport({ id: "imp_zapier" }) });
    api().post("/imports/imp_zapier/contacts").reply(200, anIntakeResult());
    await appTester(createContact, { authData, inputData: { import_id: " ", email: "ada@example.com" } });
  });

  test("answers with every field, also with those that the contact has no value for", async () => {
    const contact = aContact({
      firstName: "Ada",
      tags: ["newsletter"],
      customProperties: { plan: "pro" },
      company: { id: "com_1", name: "Analytical Engines", createdAt: "2026-11-20T09:31:12.000Z", updatedAt: "" },
    });
    const changed = ["firstName", "company.name", "customProperties.plan_tier"];
    const warnings = [
      { field: "phone", message: "was kept as given" },
      { field: "company.country", message: "was left out" },
    ];
    api()
      .post("/imports/imp_1/contacts")
      .reply(200, anIntakeResult({ outcome: "updated", contact, changed, warnings }));
    const result = await appTester(createContact, {
      authData,
      inputData: { import_id: "imp_1", email: "a@b.example" },
    });
    expect(result).toMatchObject({
      id: "con_1",
      outcome: "updated",
      changed: "First Name, Company Name, Plan Tier",
      warnings: "Phone was kept as given; Company Country was left out",
      email: "ada@example.com",
      firstName: "Ada",
      lastName: null,
      tags: ["newsletter"],
      customProperties: { plan: "pro" },
      company: { id: "com_1", name: "Analytical Engines", domain: null, tags: [] },
      import: { id: "imp_1", name: "Newsletter signups", status: "running" },
      row: { id: "row_1" },
    });
  });

  const unqualified = anIntakeResult({
    outcome: "unqualified",
    contact: null,
    changed: [],
    answers: [
      { questionId: "q1", text: "In Europe?", answer: "yes", passed: true, reason: "countryCode is GB" },
      {
        questionId: "q2",
        text: "Large?",
        answer: "no",
        passed: false,
        reason: "employeesCount is 12, which is not 50",
      },
    ],
  });
  const inputData = { import_id: "imp_1", email: "a@b.example" };

  test("stops the run where the record became no contact, and names the question", async () => {
    api().post("/imports/imp_1/contacts").reply(200, unqualified);
    const { name, message } = await failureOf(appTester(createContact, { authData, inputData }));
    expect(name).toBe("HaltedError");
    expect(message).toBe(
      "The contact was not taken in. It does not pass the import's questions. “Large?”: employeesCount is 12, which is not 50.",
    );
  });

  test("goes on with the reason, where a person chose that", async () => {
    api().post("/imports/imp_1/contacts").reply(200, unqualified);
    const goesOn = { ...inputData, when_not_taken_in: "continue" };
    expect(await appTester(createContact, { authData, inputData: goesOn })).toMatchObject({
      id: null,
      outcome: "unqualified",
      takenIn: false,
      reason: expect.stringContaining("“Large?”"),
      email: null,
      company: { id: null },
    });
  });

  test("says so where the import only updates, and there is none", async () => {
    const skipped = anIntakeResult({ outcome: "skipped", contact: null, changed: [] });
    api().post("/imports/imp_1/contacts").reply(200, skipped);
    const { message } = await failureOf(appTester(createContact, { authData, inputData }));
    expect(message).toContain("only updates those that exist");
  });

  test("goes on with an existing contact that the import leaves as it is", async () => {
    api()
      .post("/imports/imp_1/contacts")
      .reply(200, anIntakeResult({ outcome: "skipped", changed: [] }));
    const left = await appTester(createContact, { authData, inputData });
    expect(left).toMatchObject({ id: "con_1", outcome: "skipped", takenIn: true, reason: "" });
  });
});

describe("custom fields", () => {
  const listed = [
    { key: "email", label: "Email", type: "email", group: "contact", help: null, choices: null, id: null },
    {
      key: "customProperties.plan",
      label: "Plan",
      type: "choice",
      group: "custom",
      help: null,
      choices: ["free", "pro"],
    },
    {
      key: "customProperties.since",
      label: "Customer Since",
      type: "date",
      group: "custom",
      help: "The day.",
      choices: null,
    },
    {
      key: "customProperties.topics",
      label: "Topics",
      type: "choices",
      group: "custom",
      help: null,
      choices: ["a", "b"],
    },
    { key: "customProperties.odd", label: "Odd", type: "a type of tomorrow", group: "custom", help: null, choices: [] },
  ];

  test("are fields of the step, by the organization's own words", async () => {
    api().get("/contact-fields").reply(200, listed);
    const group = "custom";
    expect(await appTester(customInputFields, { authData })).toEqual([
      {
        key: "customProperties__plan",
        label: "Plan",
        type: "string",
        group,
        required: false,
        choices: ["free", "pro"],
      },
      {
        key: "customProperties__since",
        label: "Customer Since",
        type: "datetime",
        group,
        required: false,
        helpText: "The day.",
      },
      {
        key: "customProperties__topics",
        label: "Topics",
        type: "string",
        group,
        required: false,
        choices: ["a", "b"],
        list: true,
      },
      { key: "customProperties__odd", label: "Odd", type: "string", group, required: false },
      expect.objectContaining({
        key: "clear_custom_fields",
        choices: {
          "customProperties.plan": "Plan",
          "customProperties.since": "Customer Since",
          "customProperties.topics": "Topics",
          "customProperties.odd": "Odd",
        },
      }),
    ]);
  });

  test("are fields of the answer", async () => {
    api().get("/contact-fields").reply(200, listed.slice(0, 3));
    expect(await appTester(customOutputFields, { authData })).toEqual([
      { key: "customProperties__plan", label: "Plan", type: "string" },
      { key: "customProperties__since", label: "Customer Since", type: "string" },
    ]);
  });

  test("add nothing where the organization has none", async () => {
    api().get("/contact-fields").reply(200, listed.slice(0, 1));
    expect(await appTester(customInputFields, { authData })).toEqual([]);
  });
});
