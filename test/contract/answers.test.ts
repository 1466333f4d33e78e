import {
  accountSchema,
  apiErrorSchema,
  batchResultSchema,
  contactSchema,
  createdSubscriptionSchema,
  deliverySchema,
  eventSchema,
  fieldMappingProposalSchema,
  importRowSchema,
  importSampleSchema,
  importSchema,
  intakeResultSchema,
  listedFieldSchema,
  previewSchema,
  prospectCountSchema,
  prospectSchema,
  startImportResultSchema,
  subscriptionSchema,
  undoResultSchema,
} from "@firstquadrant/core-client/schemas";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { type Answer, send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { draftImport, runningBackend, runningImport } from "../helpers/running-backend.ts";

const countSchema = z.strictObject({ count: z.int() });
const rejectionSchema = apiErrorSchema.extend({ row: z.object({ id: z.string() }) });
const sampledSchema = z.object({
  outcome: z.literal("sampled"),
  import: z.object({ id: z.string(), name: z.string(), status: z.literal("draft") }),
  samples: z.int(),
});

/** An answer has what its schema says, and nothing beside it. */
function expectAnswer(answer: Answer, status: number, schema: z.ZodType): void {
  expect([answer.status, answer.body]).toEqual([status, schema.parse(answer.body)]);
}

const everything = {
  contact: {
    email: "ada@example.com",
    name: "Ada Lovelace",
    phone: "+442079460958",
    tags: ["a"],
    latitude: 51.5,
    countryCode: "GB",
    shoeSize: 42,
    customProperties: { plan: "team", seats: 12, active: true, colours: ["red"] },
  },
  company: { name: "Acme", domain: "acme.example", employeesCount: 12, techStack: ["x"] },
};

describe.each(databases)("answers are what their schemas say, and nothing beside it (%s)", (database) => {
  const running = runningBackend(database);
  const call = (method: string, path: string, body?: unknown) => send(running.backend, method, `/v5${path}`, body);
  let id = "";
  let trigger = "";

  beforeAll(async () => {
    const subscription = { targetUrl: "http://127.0.0.1:1/", eventTypes: ["contact.imported", "contact.rejected"] };
    expectAnswer(await call("POST", "/subscriptions", subscription), 201, createdSubscriptionSchema);
    const to = await runningImport(running.backend, { fieldMapping: { "company.name": [{ constant: "X" }, "a"] } });
    id = to.id;
    trigger = new URL(to.trigger.url).pathname.replace("/v5", "");
  });

  test("of taking in", async () => {
    expectAnswer(await call("POST", `/imports/${id}/contacts`, everything), 200, intakeResultSchema);
    expectAnswer(await call("POST", trigger, everything), 200, intakeResultSchema);
    expectAnswer(await call("POST", `/imports/${id}/contacts`, { contact: {} }), 422, rejectionSchema);
    const records = [everything, { contact: { email: "x" } }, 12];
    expectAnswer(await call("POST", `/imports/${id}/contacts/batch`, { records }), 200, batchResultSchema);
    expectAnswer(await call("POST", trigger, records), 200, batchResultSchema);
    const draft = await draftImport(running.backend);
    const sampled = await call("POST", new URL(draft.trigger.url).pathname.replace("/v5", ""), everything);
    expectAnswer(sampled, 202, sampledSchema);
    expectAnswer(await call("GET", `/imports/${draft.id}/samples`), 200, z.array(importSampleSchema).length(1));
  });

  test("of imports and their rows", async () => {
    expectAnswer(await call("POST", "/imports", { name: "New", method: "webhook" }), 201, importSchema);
    expectAnswer(await call("GET", "/imports"), 200, z.array(importSchema));
    expectAnswer(await call("GET", `/imports/${id}`), 200, importSchema);
    expectAnswer(await call("PATCH", `/imports/${id}`, { onConflict: "fillBlanks" }), 200, importSchema);
    expectAnswer(await call("POST", `/imports/${id}/trigger/rotate`), 200, importSchema);
    expectAnswer(await call("POST", `/imports/${id}/complete`), 200, importSchema);
    const other = await runningImport(running.backend);
    await call("POST", `/imports/${other.id}/contacts`, { contact: { email: "ada@example.com", city: "Rome" } });
    await call("POST", `/imports/${other.id}/complete`);
    expectAnswer(await call("POST", `/imports/${other.id}/undo`), 200, undoResultSchema);
    expectAnswer(await call("POST", `/imports/${id}/start`), 200, importSchema);
    const started = await call("PUT", "/imports/start", { name: "New", method: "webhook" });
    expectAnswer(started, 200, startImportResultSchema);
    expectAnswer(await call("GET", `/imports/${id}/rows`), 200, z.array(importRowSchema).min(9));
    for (const list of ["imports", `imports/${id}/rows`, "contacts", "events"]) {
      expectAnswer(await call("GET", `/${list}/count`), 200, countSchema);
    }
  });

  test("of questions, and what a person decides on a row", async () => {
    const question = {
      text: "Is it in Britain?",
      target: "contact",
      rule: { field: "countryCode", operator: "in", value: ["GB"] },
      expect: "yes",
    };
    const to = await runningImport(running.backend);
    const asking = await call("PATCH", `/imports/${to.id}`, { qualification: [question] });
    expectAnswer(asking, 200, importSchema);
    const contact = { email: "grace@example.com", countryCode: "FR" };
    const left = await call("POST", `/imports/${to.id}/contacts`, { contact });
    expectAnswer(left, 200, intakeResultSchema);
    const [event] = (await call("GET", "/events?limit=1&filter.type.equals=contact.unqualified")).body;
    expectAnswer(await call("GET", `/events/${event.id}`), 200, eventSchema);
    const row = `/imports/${to.id}/rows/${left.body.row.id}`;
    expectAnswer(await call("POST", `${row}/qualify`), 200, importRowSchema);
    expectAnswer(await call("POST", `${row}/disqualify`), 200, importRowSchema);
    expectAnswer(await call("GET", `/events/${event.id}`), 200, eventSchema);
  });

  test("of prospects, and an import of them", async () => {
    expectAnswer(await call("GET", "/prospects?limit=5"), 200, z.array(prospectSchema).length(5));
    expectAnswer(await call("GET", "/prospects/count?query=manager"), 200, prospectCountSchema);
    const prospects = { search: { query: "manager", filters: { "country.in": ["US"] } }, limit: 2 };
    const made = await call("POST", "/imports", { name: "Prospects", method: "prospect", prospects });
    expectAnswer(made, 201, importSchema);
    expectAnswer(await call("POST", `/imports/${made.body.id}/preview`, {}), 200, previewSchema);
    expectAnswer(await call("DELETE", `/imports/${made.body.id}`), 204, z.undefined());
  });

  test("of contacts and fields", async () => {
    const made = await call("POST", "/contacts", { email: "hand@example.com", company: { name: "Acme" } });
    expectAnswer(made, 201, contactSchema);
    expectAnswer(await call("GET", `/contacts/${made.body.id}`), 200, contactSchema);
    expectAnswer(await call("PATCH", `/contacts/${made.body.id}`, { city: "Paris" }), 200, contactSchema);
    expectAnswer(await call("GET", "/contacts"), 200, z.array(contactSchema).min(2));
    expectAnswer(await call("DELETE", `/contacts/${made.body.id}`), 204, z.undefined());
    const field = { key: "size", label: "Size", type: "choice", choices: ["S", "L"] };
    const defined = await call("POST", "/contact-fields", field);
    expectAnswer(defined, 201, listedFieldSchema);
    expectAnswer(await call("GET", "/contact-fields"), 200, z.array(listedFieldSchema).min(40));
    expectAnswer(await call("DELETE", `/contact-fields/${defined.body.id}`), 204, z.undefined());
    const proposal = await call("POST", "/field-mapping/proposals", { headers: ["E-Mail", "Vorname", "Firma", "?"] });
    expectAnswer(proposal, 200, fieldMappingProposalSchema);
    expectAnswer(await call("GET", "/me"), 200, accountSchema);
  });

  test("of events, subscriptions and deliveries", async () => {
    const events = await call("GET", "/events?limit=100");
    expectAnswer(events, 200, z.array(eventSchema));
    const types = new Set(events.body.map(({ type }: { type: string }) => type));
    expect(types).toEqual(
      new Set(["import.status_changed", "contact.imported", "contact.unqualified", "contact.rejected"]),
    );
    for (const type of types) {
      const [event] = (await call("GET", `/events?limit=1&filter.type.equals=${type}`)).body;
      expectAnswer(await call("GET", `/events/${event.id}`), 200, eventSchema);
    }
    const subscriptions = await call("GET", "/subscriptions");
    expectAnswer(subscriptions, 200, z.array(subscriptionSchema).length(1));
    const [subscription] = subscriptions.body;
    expectAnswer(await call("GET", `/subscriptions/${subscription.id}`), 200, subscriptionSchema);
    const deliveries = await call("GET", "/deliveries");
    expectAnswer(deliveries, 200, z.array(deliverySchema).min(3));
    expectAnswer(await call("POST", `/deliveries/${deliveries.body[0].id}/redeliver`), 200, deliverySchema);
    const since = { since: new Date(Date.now() - 60_000).toISOString() };
    const replayed = await call("POST", `/subscriptions/${subscription.id}/replay`, since);
    expectAnswer(replayed, 200, z.strictObject({ deliveries: z.int() }));
    expectAnswer(await call("DELETE", `/subscriptions/${subscription.id}`), 204, z.undefined());
  });

  test.each([
    [400, "invalid_parameters", "GET", "/contacts?limit=0", undefined],
    [400, "bad_request", "POST", "/contacts", "{"],
    [400, "bad_request", "GET", "/contacts/%ZZ", undefined],
    [404, "not_found", "GET", "/imports/imp_x", undefined],
    [404, "not_found", "GET", "/nowhere", undefined],
    [409, "already_exists", "POST", "/contacts", { email: "ada@example.com" }],
    [422, "validation_error", "POST", "/contacts", { email: "nobody" }],
    [422, "validation_error", "POST", "/imports", { name: "A\u0000", method: "webhook" }],
    [422, "validation_error", "POST", "/imports", undefined],
  ])("of an error %i %s", async (status, code, method, path, body) => {
    const answer = await call(method, path, body);
    expectAnswer(answer, status, apiErrorSchema);
    expect(answer.body).toMatchObject({ code, status });
    expect(answer.body.message).toMatch(/\.$/);
    expect(answer.body.description).toMatch(/\.$/);
  });
});
