import type { Import, ImportInput } from "@firstquadrant/core-client";
import { describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { runningBackend, runningImport } from "../helpers/running-backend.ts";

describe.each(databases)("contacts and companies that exist already (%s)", (database) => {
  const running = runningBackend(database);
  let people = 0;
  const somebody = () => {
    people += 1;
    return `somebody-${people}@example.com`;
  };
  const into = (input: Partial<ImportInput> = {}) => runningImport(running.backend, input);
  const take = async (to: Import, record: unknown) =>
    (await send(running.backend, "POST", `/v5/imports/${to.id}/contacts`, record)).body;
  /** A contact that an earlier import made. */
  const known = async (contact: object, company?: object) => {
    const email = somebody();
    const { contact: made } = await take(await into(), { contact: { email, ...contact }, company });
    return { email, made };
  };

  describe("what an import may do to a contact", () => {
    test("createOnly leaves it as it is and skips the record", async () => {
      const { email, made } = await known({ city: "London" });
      const answer = await take(await into({ onConflict: "createOnly" }), { contact: { email, city: "Paris" } });
      expect(answer).toMatchObject({ outcome: "skipped", changed: [], contact: made });
      const created = await take(await into({ onConflict: "createOnly" }), { contact: { email: somebody() } });
      expect(created.outcome).toBe("created");
    });

    test("updateOnly changes it and makes no new one", async () => {
      const { email } = await known({ city: "London" });
      const to = await into({ onConflict: "updateOnly" });
      expect(await take(to, { contact: { email, city: "Paris" } })).toMatchObject({
        outcome: "updated",
        contact: { city: "Paris" },
      });
      const stranger = somebody();
      expect(await take(to, { contact: { email: stranger } })).toMatchObject({ outcome: "skipped", contact: null });
      const found = await send(running.backend, "GET", `/v5/contacts?filter.email.equals=${stranger}`);
      expect(found.body).toEqual([]);
    });

    test("fillBlanks takes what was not known and changes nothing else", async () => {
      const { email } = await known({ name: "Ada Lovelace", tags: ["a"] }, { name: "Acme", domain: "fill.example" });
      const answer = await take(await into({ onConflict: "fillBlanks" }), {
        contact: { email, name: "Somebody Else", city: "Paris", tags: ["b"] },
        company: { name: "Other", domain: "fill.example", employeesCount: 12 },
      });
      expect(answer).toMatchObject({
        outcome: "updated",
        changed: ["city", "company.employeesCount"],
        contact: { name: "Ada Lovelace", city: "Paris", tags: ["a"], company: { name: "Acme", employeesCount: 12 } },
      });
    });

    test("a field's own policy goes before the import's", async () => {
      const { email } = await known({
        phone: "+442079460958",
        city: "London",
        bio: "First.",
        tags: ["a"],
        customProperties: { colours: ["red"] },
      });
      const fieldPolicies = {
        phone: "keep",
        city: "fillBlank",
        tags: "overwrite",
        "customProperties.colours": "append",
      } as const;
      const answer = await take(await into({ fieldPolicies }), {
        contact: { email, phone: "+14155552671", city: "Paris", state: "Texas", bio: "Second.", tags: ["b"] },
        data: { colours: ["blue"] },
      });
      expect(answer.changed.toSorted()).toEqual(["bio", "customProperties.colours", "state", "tags"]);
      expect(answer.contact).toMatchObject({
        phone: "+442079460958",
        city: "London",
        state: "Texas",
        bio: "Second.",
        tags: ["b"],
        customProperties: { colours: ["red", "blue"] },
      });
    });

    test("a batch may say its own policy", async () => {
      const { email } = await known({ city: "London" });
      const to = await into();
      const batch = { records: [{ contact: { email, city: "Paris" } }], onConflict: "createOnly" };
      const { body } = await send(running.backend, "POST", `/v5/imports/${to.id}/contacts/batch`, batch);
      expect(body.results).toMatchObject([{ index: 0, outcome: "skipped" }]);
      expect(body.counts).toMatchObject({ received: 1, skipped: 1 });
    });

    test("names like those of JavaScript's own are values like any other", async () => {
      const { email } = await known({});
      const data = { constructor: "a", toString: "b", hasOwnProperty: "c" };
      const answer = await take(await into({ onConflict: "fillBlanks" }), { contact: { email }, data });
      expect(answer).toMatchObject({ outcome: "updated", warnings: [] });
      expect(Object.entries(answer.contact.customProperties)).toEqual(Object.entries(data));
      const hidden = await take(await into(), `{ "contact": { "email": "${email}" }, "data": { "__proto__": ["x"] } }`);
      expect(hidden).toMatchObject({ outcome: "unchanged", warnings: [{ field: "customProperties.__proto__" }] });
    });
  });

  describe("the contact's company", () => {
    test("is the one of the same domain, whatever it is called and however the domain is written", async () => {
      const { made } = await known({}, { name: "Acme Inc.", domain: "acme.example" });
      const answer = await take(await into(), {
        contact: { email: somebody() },
        company: { name: "ACME Corporation", website: "https://www.acme.example/about" },
      });
      expect(answer.contact.company).toMatchObject({ id: made.company.id, name: "ACME Corporation" });
      expect(answer.changed).toEqual(["email", "company.name", "company.website"]);
    });

    test("is else the one of the same name, in any spelling, and learns its domain", async () => {
      const { made } = await known({}, { name: "Widgets  Ltd" });
      const to = await into();
      const same = await take(to, { contact: { email: somebody(), company: "widgets ltd" } });
      expect(same.contact.company.id).toBe(made.company.id);
      const withDomain = await take(to, {
        contact: { email: somebody() },
        company: { name: "Widgets Ltd", domain: "widgets.example" },
      });
      expect(withDomain.contact.company).toMatchObject({ id: made.company.id, domain: "widgets.example" });
    });

    test("is another one when the same name has another domain", async () => {
      const { made } = await known({}, { name: "Mercury", domain: "mercury.example" });
      const other = await take(await into(), {
        contact: { email: somebody() },
        company: { name: "Mercury", domain: "mercury-bank.example" },
      });
      expect(other.contact.company.id).not.toBe(made.company.id);
    });

    test("changes when the contact changes the company, and the former one stays as it was", async () => {
      const { email, made } = await known({}, { name: "Former", domain: "former.example", city: "Leeds" });
      const answer = await take(await into(), {
        contact: { email },
        company: { name: "Next", domain: "next.example" },
      });
      expect(answer.changed).toContain("company");
      expect(answer.contact.company).toMatchObject({ name: "Next", domain: "next.example" });
      expect(answer.contact.company).not.toHaveProperty("city");
      const back = await take(await into(), { contact: { email: somebody() }, company: { domain: "former.example" } });
      expect(back.contact.company).toMatchObject({ id: made.company.id, name: "Former", city: "Leeds" });
    });

    test("loses what clear names, but not what it is known by", async () => {
      const { email } = await known({}, { name: "Clearing", domain: "clearing.example", city: "Leeds" });
      const answer = await take(await into(), { contact: { email }, clear: ["company.city", "company.domain"] });
      expect(answer.changed).toEqual(["company.city"]);
      expect(answer.contact.company).toMatchObject({ domain: "clearing.example" });
      expect(answer.warnings).toEqual([{ field: "clear", message: expect.stringContaining("company.domain") }]);
    });

    test("is left out with a warning when neither its name nor its domain is known", async () => {
      const answer = await take(await into(), { contact: { email: somebody() }, company: { city: "Leeds" } });
      expect(answer.contact.company).toBeNull();
      expect(answer.warnings).toEqual([{ field: "company", message: expect.stringContaining("domain or its name") }]);
    });

    test("is one for twenty records that name it at once", async () => {
      const to = await into();
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => take(to, { contact: { email: somebody() }, company: { name: "Together" } })),
      );
      expect(new Set(answers.map(({ contact }) => contact.company.id)).size).toBe(1);
    });
  });
});
