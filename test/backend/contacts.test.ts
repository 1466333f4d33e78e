import { describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { runningBackend } from "../helpers/running-backend.ts";

describe.each(databases)("contacts written by hand (%s)", (database) => {
  const running = runningBackend(database);
  let people = 0;
  const somebody = () => {
    people += 1;
    return `hand-${people}@example.com`;
  };
  const call = (method: string, path: string, body?: unknown) =>
    send(running.backend, method, `/v5/contacts${path}`, body);
  const add = async (more: object = {}) => (await call("POST", "", { email: somebody(), ...more })).body;

  test("are added with their company, count as added, and belong to no import", async () => {
    const email = somebody();
    const body = {
      email: email.toUpperCase(),
      name: "Ada Lovelace",
      company: { name: "Acme", domain: "acme.example" },
    };
    const made = await call("POST", "", body);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ email, firstName: "Ada", company: { domain: "acme.example" } });
    expect((await call("GET", `/${made.body.id}`)).body).toEqual(made.body);
    const events = await send(running.backend, "GET", "/v5/events?filter.type.equals=contact.imported&limit=1");
    expect(events.body[0].data).toMatchObject({ contact: { id: made.body.id }, import: null, outcome: "created" });
  });

  test("an address that is there is told with the contact that has it", async () => {
    const { id, email } = await add();
    const again = await call("POST", "", { email: ` ${email.toUpperCase()}` });
    expect(again).toMatchObject({ status: 409, body: { code: "already_exists", details: [{ field: "email" }] } });
    expect(again.body.description).toContain(`PATCH /contacts/${id}`);
    const other = await add();
    const taken = await call("PATCH", `/${other.id}`, { email });
    expect(taken).toMatchObject({ status: 409, body: { code: "already_exists", details: [{ field: "email" }] } });
  });

  test.each([
    [{ name: "Ada" }, ["email"]],
    [{ email: "ada" }, ["email"]],
    [{ email: "x1@example.com", shoeSize: 42 }, ["shoeSize"]],
    [{ email: "x2@example.com", timeZone: "Mars", countryCode: "Atlantis" }, ["countryCode", "timeZone"]],
    [{ email: "x3@example.com", company: { city: "Leeds", mood: "good" } }, ["company.mood"]],
    [{ email: { at: "example.com" } }, ["email"]],
    [{ email: "x4@example.com", tags: { a: 1 } }, ["tags"]],
  ])("%j is refused, naming what is wrong, and nothing is stored", async (body, fields) => {
    const answer = await call("POST", "", body);
    expect(answer).toMatchObject({ status: 422, body: { code: "validation_error" } });
    expect(answer.body.details.map(({ field }: { field: string }) => field)).toEqual(fields);
    expect((await call("GET", "/count?filter.email.startsWith=x")).body).toEqual({ count: 0 });
  });

  test("a change changes what is given; tags are what was said, a blank erases nothing", async () => {
    const { id, email } = await add({ city: "London", phone: "+442079460958", tags: ["a", "b"] });
    const changed = await call("PATCH", `/${id}`, { city: "", tags: ["c"], state: "Texas", clear: ["phone"] });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ id, email, city: "London", tags: ["c"], state: "Texas" });
    expect(changed.body).not.toHaveProperty("phone");
    expect((await call("PATCH", "/con_nothing", { city: "X" })).status).toBe(404);
    expect((await call("PATCH", `/${id}`, { colour: "red" })).status).toBe(422);
    expect((await call("GET", `/${id}`)).body).toEqual(changed.body);
  });

  test("an address may change, and is then known by the new one", async () => {
    const { id, email } = await add({ city: "London" });
    const next = somebody();
    expect((await call("PATCH", `/${id}`, { email: next })).body).toMatchObject({ id, email: next, city: "London" });
    expect((await call("GET", `?filter.email.in=${email},${next}`)).body).toMatchObject([{ id, email: next }]);
    expect((await call("POST", "", { email })).status).toBe(201);
  });

  test("two that exchange their addresses at once do not both get them", async () => {
    const [one, other] = [await add(), await add()];
    const answers = await Promise.all([
      call("PATCH", `/${one.id}`, { email: other.email }),
      call("PATCH", `/${other.id}`, { email: one.email }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([409, 409]);
  });

  test("twenty that add one address at once add one contact", async () => {
    const email = somebody();
    const answers = await Promise.all(Array.from({ length: 20 }, () => call("POST", "", { email })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
  });

  test("a deleted one is gone, and its address is free", async () => {
    const { id, email } = await add();
    expect((await call("DELETE", `/${id}`)).status).toBe(204);
    expect((await call("GET", `/${id}`)).status).toBe(404);
    expect((await call("DELETE", `/${id}`)).status).toBe(404);
    const again = await call("POST", "", { email });
    expect(again.status).toBe(201);
    expect(again.body.id).not.toBe(id);
  });
});
