import { importInputSchema, previewSchema } from "@firstquadrant/core-client/schemas";
import { describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { runningBackend, runningImport } from "../helpers/running-backend.ts";

describe.each(databases)("small rules (%s)", (database) => {
  const running = runningBackend(database);
  const call = (method: string, path: string, body?: unknown) => send(running.backend, method, `/v5${path}`, body);
  const add = async (contact: object) => (await call("POST", "/contacts", contact)).body;

  test("an address is found in whatever way it is written", async () => {
    const { id } = await add({ email: "jorg@münchen.example" });
    await add({ email: "other@münchen.example" });
    const found = async (filter: string) =>
      (await call("GET", `/contacts?${filter}`)).body.map((contact: { id: string }) => contact.id);
    for (const asked of ["JORG@München.example", " jorg@xn--mnchen-3ya.example ", "Jörg <jorg@münchen.example>"]) {
      expect(await found(`filter.email.equals=${encodeURIComponent(asked)}`)).toEqual([id]);
      expect(await found(`filter.email.in=${encodeURIComponent(`${asked},none@example.com`)}`)).toEqual([id]);
      expect(await found(`filter.email.not=${encodeURIComponent(asked)}`)).not.toContain(id);
      expect(await found(`filter.email.notIn=${encodeURIComponent(asked)}`)).not.toContain(id);
    }
    expect(await found("filter.email.equals=no+address")).toEqual([]);
    expect(await found("filter.email.startsWith=JORG%40")).toEqual([id]);
  });

  test("a phone number and a profile are found in whatever way they are written", async () => {
    const { id } = await add({ email: "known@example.com", phone: "+44 20 7946 0958", linkedInHandle: "in/known" });
    await add({ email: "unknown@example.com", phone: "+44 20 7946 0959", linkedInHandle: "unknown" });
    const found = async (filter: string, asked: string) =>
      (await call("GET", `/contacts?filter.${filter}.equals=${encodeURIComponent(asked)}`)).body;
    for (const asked of ["+442079460958", "+44 (0)20 7946 0958", "tel:+44-20-7946-0958"]) {
      expect(await found("phone", asked)).toMatchObject([{ id }]);
    }
    for (const asked of ["known", "@known", "https://www.linkedin.com/in/known/", "linkedin.com/in/known"]) {
      expect(await found("linkedInHandle", asked)).toMatchObject([{ id }]);
    }
    expect(await found("phone", "no number")).toEqual([]);
    expect(await found("linkedInHandle", "https://example.com/in/known")).toEqual([]);
  });

  test.each([
    ["firstname", "Did you mean firstName?"],
    ["companyName", "Did you mean company.name?"],
    ["lastNmae", "Did you mean lastName?"],
    ["zzzzzz", "GET /contact-fields"],
    ["email", "is what a contact is known by"],
  ])("a policy for %s, which is no field that changes, is refused with a hint", async (field, hint) => {
    const input = { name: `Policies ${field}`, method: "webhook", fieldPolicies: { [field]: "keep" } };
    expect(importInputSchema.safeParse(input).success).toBe(false);
    const refused = await call("POST", "/imports", input);
    expect(refused).toMatchObject({ status: 422, body: { details: [{ field: `fieldPolicies.${field}` }] } });
    expect(refused.body.details[0].message).toContain(hint);
  });

  test("policies for fields, those of the company and custom properties are taken", async () => {
    const fieldPolicies = {
      phone: "keep",
      "company.name": "fillBlank",
      "customProperties.plan": "keep",
      tags: "overwrite",
    };
    const made = await call("POST", "/imports", { name: "Known policies", method: "webhook", fieldPolicies });
    expect(made).toMatchObject({ status: 201, body: { fieldPolicies } });
  });

  test("a preview shows what was asked, as a row does", async () => {
    const qualification = [
      { text: "A phone?", target: "contact", rule: { field: "phone", operator: "isSet" }, expect: "yes" },
      {
        text: "In Oslo?",
        target: "contact",
        rule: { field: "city", operator: "equals", value: "Oslo" },
        expect: "yes",
      },
    ];
    const { id } = await runningImport(running.backend, { qualification } as never);
    const records = [
      { contact: { email: "yes@asked.example", phone: "+442079460958", city: "Oslo" } },
      { contact: { email: "no@asked.example", city: "Oslo" } },
      { contact: { email: "none" } },
    ];
    const tried = (await call("POST", `/imports/${id}/preview`, { records })).body;
    expect(previewSchema.safeParse(tried).error).toBeUndefined();
    await call("POST", `/imports/${id}/contacts/batch`, { records });
    const rows = (await call("GET", `/imports/${id}/rows?orderBy=id&sort=asc`)).body;
    const answersOf = (list: { answers: unknown }[]) => list.map(({ answers }) => answers);
    expect(answersOf(tried.rows)).toEqual(answersOf(rows));
    expect(tried.rows.map((row: { answers: unknown[] }) => row.answers.length)).toEqual([2, 1, 0]);
  });

  test("what is asked of a merged contact reaches the one that it is a part of, and nothing is removed by the way", async () => {
    const merged = await add({ email: "part@merged.example", city: "Rome" });
    const survivor = await add({ email: "whole@merged.example" });
    await call("POST", `/contacts/${merged.id}/merge`, { into: survivor.id });

    expect((await call("GET", `/contacts/${merged.id}`)).body.id).toBe(survivor.id);
    expect((await call("PATCH", `/contacts/${merged.id}`, { bio: "Changed" })).body).toMatchObject({
      id: survivor.id,
      bio: "Changed",
    });
    expect((await call("PATCH", `/contacts/${merged.id}`, { email: "WHOLE@merged.example" })).status).toBe(200);
    expect((await call("GET", `/contacts/${merged.id}/export`)).body.contact.id).toBe(survivor.id);

    const refusal = { status: 409, body: { code: "contact_merged", message: expect.stringContaining(survivor.id) } };
    expect(await call("DELETE", `/contacts/${merged.id}`)).toMatchObject(refusal);
    expect(await call("POST", `/contacts/${merged.id}/forget`)).toMatchObject(refusal);
    expect((await call("GET", `/contacts/${survivor.id}`)).body).toMatchObject({ bio: "Changed", city: "Rome" });

    expect((await call("DELETE", `/contacts/${survivor.id}`)).status).toBe(204);
    for (const method of ["GET", "DELETE"]) expect((await call(method, `/contacts/${merged.id}`)).status).toBe(404);
  });

  test("a contact has at most 500 custom properties: those beyond are left out and named, and the rest is taken", async () => {
    const properties = (from: number, to: number) =>
      Object.fromEntries(Array.from({ length: to - from }, (_, index) => [`p${from + index}`, index]));
    const { id } = await runningImport(running.backend);
    const send = (customProperties: object) =>
      call("POST", `/imports/${id}/contacts`, { contact: { email: "many@props.example", customProperties } });
    const first = await send(properties(0, 498));
    expect(first.body).toMatchObject({ outcome: "created", warnings: [] });
    const second = await send({ ...properties(490, 505), p0: 9 });
    expect(second.body.outcome).toBe("updated");
    expect(Object.keys(second.body.contact.customProperties)).toHaveLength(500);
    expect(second.body.contact.customProperties).toMatchObject({ p0: 9, p499: 9 });
    expect(second.body.warnings).toEqual([
      {
        field: "customProperties",
        message: expect.stringContaining("5 of them, p500, p501, p502, p503, p504: a contact can have 500"),
      },
    ]);
    const byHand = await call("PATCH", `/contacts/${second.body.contact.id}`, { customProperties: { more: 1, p1: 1 } });
    expect(byHand).toMatchObject({ status: 422, body: { details: [{ field: "customProperties" }] } });
    const after = (await call("GET", `/contacts/${second.body.contact.id}`)).body;
    expect(after.customProperties.p1).not.toBe(1 + 1);
    expect(after.customProperties.more).toBeUndefined();
  });
});
