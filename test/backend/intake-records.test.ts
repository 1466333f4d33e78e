import type { Import, ImportInput } from "@firstquadrant/core-client";
import { describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { runningBackend, runningImport } from "../helpers/running-backend.ts";

describe.each(databases)("one record taken in (%s)", (database) => {
  const running = runningBackend(database);
  let people = 0;
  const somebody = () => {
    people += 1;
    return `somebody-${people}@example.com`;
  };
  const into = (input: Partial<ImportInput> = {}) => runningImport(running.backend, input);
  const take = (to: Import, record: unknown) => send(running.backend, "POST", `/v5/imports/${to.id}/contacts`, record);

  test("is created, then updated by what differs, then unchanged; its answer tells all of it", async () => {
    const to = await into();
    const email = somebody();
    const created = await take(to, { contact: { email: ` ${email.toUpperCase()} `, firstName: "Ada" } });
    expect(created.status).toBe(200);
    expect(created.body).toEqual({
      outcome: "created",
      contact: expect.objectContaining({ email, firstName: "Ada", name: "Ada", customProperties: {}, company: null }),
      import: { id: to.id, name: to.name, status: "running" },
      row: { id: expect.stringMatching(/^row_/) },
      changed: ["email", "firstName", "name"],
      warnings: [],
    });
    const updated = await take(to, { contact: { email, firstName: "Ada", city: "London" } });
    expect(updated.body).toMatchObject({
      outcome: "updated",
      changed: ["city"],
      contact: { id: created.body.contact.id },
    });
    const unchanged = await take(to, { contact: { email, city: "London" } });
    expect(unchanged.body).toMatchObject({
      outcome: "unchanged",
      changed: [],
      contact: { updatedAt: updated.body.contact.updatedAt },
    });
  });

  test("without a usable address it is rejected, named, and kept as a row", async () => {
    const to = await into();
    const answer = await take(to, { contact: { email: "ada at example", name: "Ada" } });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      code: "validation_error",
      details: [{ field: "email", message: expect.stringContaining("ada at example") }],
    });
    const missing = await take(to, { contact: { name: "Ada" } });
    expect(missing.body.details).toEqual([{ field: "email", message: expect.stringContaining("is missing") }]);
    const mappingless = await take(to, { mail: "ada@example.com" });
    expect(mappingless.body.details).toEqual([{ field: "contact", message: expect.stringContaining("mapping") }]);
    const rows = await send(
      running.backend,
      "GET",
      `/v5/imports/${to.id}/rows?sort=asc&filter.outcome.equals=rejected`,
    );
    expect(rows.body[0]).toMatchObject({
      id: answer.body.row.id,
      input: { contact: { email: "ada at example", name: "Ada" } },
      contact: null,
      errors: answer.body.details,
    });
    expect(rows.body).toHaveLength(3);
  });

  test("a blank never erases; only clear does", async () => {
    const to = await into();
    const email = somebody();
    await take(to, { contact: { email, phone: "+442079460958", city: "London", customProperties: { plan: "team" } } });
    const blank = await take(to, {
      contact: { email, phone: "", city: null, bio: "  ", customProperties: { plan: "" } },
    });
    expect(blank.body).toMatchObject({ outcome: "unchanged", warnings: [] });
    const cleared = await take(to, { contact: { email }, clear: ["phone", "customProperties.plan", "bio"] });
    expect(cleared.body).toMatchObject({ outcome: "updated", changed: ["phone", "customProperties.plan"] });
    expect(cleared.body.contact).not.toHaveProperty("phone");
    expect(cleared.body.contact).toMatchObject({ city: "London", customProperties: {} });
    const refused = await take(to, { contact: { email }, clear: ["email", "colour", "customProperties.constructor"] });
    expect(refused.body).toMatchObject({ outcome: "unchanged", contact: { email } });
    expect(refused.body.warnings.map(({ field }: { field: string }) => field)).toEqual(["clear", "clear"]);
  });

  test("tags are added and none is taken away", async () => {
    const to = await into();
    const email = somebody();
    await take(to, { contact: { email, tags: ["a", "b"] } });
    const more = await take(to, { contact: { email, tags: "b, c" } });
    expect(more.body).toMatchObject({ changed: ["tags"], contact: { tags: ["a", "b", "c"] } });
  });

  test.each([
    [{ name: "Ada Lovelace" }, { name: "Ada Lovelace", firstName: "Ada", lastName: "Lovelace" }],
    [
      { firstName: "Ada", lastName: "Lovelace" },
      { name: "Ada Lovelace", firstName: "Ada", lastName: "Lovelace" },
    ],
    [{ name: "João da Silva" }, { name: "João da Silva", firstName: undefined, lastName: undefined }],
    [
      { name: "Ada L", firstName: "Augusta" },
      { name: "Ada L", firstName: "Augusta", lastName: undefined },
    ],
    [{ name: "Cher" }, { name: "Cher", firstName: undefined, lastName: undefined }],
  ])("the names of %j are completed and never cut by guess", async (given, expected) => {
    const { body } = await take(await into(), { contact: { email: somebody(), ...given } });
    const { name, firstName, lastName } = body.contact;
    expect({ name, firstName, lastName }).toEqual(expected);
  });

  test("fields that are not known are told, kept or refused, as the import says", async () => {
    const record = () => ({
      contact: { email: somebody(), shoeSize: 42 },
      company: { name: "Acme", mood: "good" },
      source: "ad",
    });
    const warned = await take(await into(), record());
    expect(warned.body.warnings).toEqual(
      ["shoeSize", "source", "company.mood"].map((field) => ({ field, message: expect.stringContaining("left out") })),
    );
    const kept = await take(await into({ unknownFields: "keep" }), record());
    expect(kept.body.contact.customProperties).toEqual({ shoeSize: 42, source: "ad", mood: "good" });
    const rejected = await take(await into({ unknownFields: "reject" }), record());
    expect(rejected.status).toBe(422);
    expect(rejected.body.details).toHaveLength(3);
  });

  test("data becomes custom properties, by their definitions where there are some", async () => {
    const define = (body: unknown) => send(running.backend, "POST", "/v5/contact-fields", body);
    const field = (key: string, type: string, choices?: string[]) =>
      define({ key, label: key, type, ...(choices && { choices }) });
    expect((await field("seats", "number")).status).toBe(201);
    await field("active", "boolean");
    await field("since", "date");
    await field("plan", "choice", ["Free", "Team"]);
    await field("colours", "choices", ["Red", "Blue"]);
    expect((await field("seats", "text")).body).toMatchObject({ code: "already_exists" });
    const good = await take(await into(), {
      contact: { email: somebody(), customProperties: { seats: "12", plan: "team" } },
      data: { active: "yes", since: "2026-01-31", colours: "blue, red", note: "hello", score: 7 },
    });
    expect(good.body.warnings).toEqual([]);
    expect(good.body.contact.customProperties).toEqual({
      seats: 12,
      plan: "Team",
      active: true,
      since: "2026-01-31",
      colours: ["Blue", "Red"],
      note: "hello",
      score: 7,
    });
    const bad = await take(await into(), {
      contact: { email: somebody() },
      data: {
        seats: "many",
        active: "perhaps",
        since: "yesterday",
        plan: "Gold",
        colours: ["Green", "Red"],
        a: { b: 1 },
      },
    });
    expect(bad.body.outcome).toBe("created");
    expect(bad.body.contact.customProperties).toEqual({ colours: ["Red"] });
    expect(bad.body.warnings.map((warning: { field: string }) => warning.field)).toEqual(
      ["seats", "active", "since", "plan", "colours", "a"].map((key) => `customProperties.${key}`),
    );
  });

  test("the older names of profiles are read as handles", async () => {
    const { body } = await take(await into(), {
      contact: {
        email: somebody(),
        linkedInUrl: "https://www.linkedin.com/in/ada",
        twitterUrl: "https://x.com/ada_l",
        facebookUrl: "https://facebook.com/ada.l",
        githubUrl: "https://github.com/ada-l",
        instagramUrl: "https://example.com/ada",
      },
    });
    expect(body.contact).toMatchObject({
      linkedInHandle: "ada",
      twitterHandle: "ada_l",
      facebookHandle: "ada.l",
      gitHubHandle: "ada-l",
    });
    expect(body.warnings).toEqual([{ field: "instagramHandle", message: expect.stringContaining("handle") }]);
  });

  test("a phone number is read by the contact's country, else by the import's, else it is kept", async () => {
    const phone = "020 7946 0958";
    const byContact = await take(await into({ defaultCountry: "US" }), {
      contact: { email: somebody(), phone, countryCode: "United Kingdom" },
    });
    expect(byContact.body.contact).toMatchObject({ phone: "+442079460958", countryCode: "GB" });
    const byImport = await take(await into({ defaultCountry: "GB" }), { contact: { email: somebody(), phone } });
    expect(byImport.body.contact.phone).toBe("+442079460958");
    const unread = await take(await into(), { contact: { email: somebody(), phone } });
    expect(unread.body.contact.phone).toBe(phone);
    expect(unread.body.warnings).toEqual([{ field: "phone", message: expect.stringContaining("country") }]);
  });

  test("values that cannot be read are left out with a warning, and the rest is taken", async () => {
    const { body } = await take(await into(), {
      contact: {
        email: somebody(),
        timeZone: "Mars",
        countryCode: "Atlantis",
        latitude: "north",
        employmentSeniority: "boss",
        city: "Paris",
      },
    });
    expect(body.contact).toMatchObject({ city: "Paris" });
    expect(body.warnings.map(({ field }: { field: string }) => field)).toEqual([
      "timeZone",
      "countryCode",
      "latitude",
      "employmentSeniority",
    ]);
  });
});
