import { describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { draftImport, runningBackend, runningImport } from "../helpers/running-backend.ts";

describe.each(databases)("imports (%s)", (database) => {
  const running = runningBackend(database);
  const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    send(running.backend, method, `/v5/imports${path}`, body, headers);

  const statusEvents = async (importId: string) => {
    const path = `/v5/events?filter.type.equals=import.status_changed&filter.importId.equals=${importId}&sort=asc`;
    const { body } = await send(running.backend, "GET", path);
    return body.map(({ data }: { data: { previousStatus: string; status: string } }) => [
      data.previousStatus,
      data.status,
    ]);
  };

  test("a new import is a draft with what was said of it, and is found again", async () => {
    const input = {
      name: "  Website Leads ",
      method: "app",
      app: "zapier",
      onConflict: "fillBlanks",
      unknownFields: "keep",
      defaultCountry: "gb",
      fieldMapping: { email: "mail", "company.name": ["org", { constant: "Unknown" }] },
      fieldPolicies: { phone: "keep" },
    };
    const made = await call("POST", "", input);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      ...input,
      name: "Website Leads",
      defaultCountry: "GB",
      status: "draft",
      mode: "continuous",
      counts: { received: 0 },
      startedAt: null,
      completedAt: null,
    });
    expect(made.body.trigger.url).toMatch(`${running.backend.url}/v5/imports/${made.body.id}/trigger/`);
    expect((await call("GET", `/${made.body.id}`)).body).toEqual(made.body);
    expect((await call("GET", "?filter.app.equals=zapier")).body).toEqual([made.body]);
    expect((await call("GET", "/count?filter.app.equals=zapier")).body).toEqual({ count: 1 });
  });

  test("a name is taken once for each method and app", async () => {
    const input = { name: "Taken", method: "app", app: "n8n" };
    const { id } = (await call("POST", "", input)).body;
    const again = await call("POST", "", input);
    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({ code: "already_exists", details: [{ field: "name", message: "is taken" }] });
    expect((await call("POST", "", { ...input, app: "zapier-2" })).status).toBe(201);
    const other = await draftImport(running.backend, { method: "app", app: "n8n" });
    expect((await call("PATCH", `/${other.id}`, { name: "Taken" })).body).toMatchObject({ code: "already_exists" });
    expect((await call("PATCH", `/${id}`, { name: "Taken" })).status).toBe(200);
  });

  test.each([
    [{ name: "X" }, ["method"]],
    [{ name: " ", method: "webhook" }, ["name"]],
    [{ name: "X", method: "app" }, ["app"]],
    [{ name: "X", method: "webhook", app: "zapier" }, ["app"]],
    [{ name: "X", method: "fax" }, ["method"]],
    [{ name: "X", method: "webhook", colour: "red", size: 1 }, ["colour", "size"]],
    [{ name: "X", method: "webhook", fieldMapping: { emial: "email" } }, ["fieldMapping.emial"]],
    [{ name: "X", method: "webhook", defaultCountry: "England" }, ["defaultCountry"]],
  ])("%j is refused, naming the field", async (input, fields) => {
    const answer = await call("POST", "", input);
    expect(answer.status).toBe(422);
    expect(answer.body.code).toBe("validation_error");
    expect(answer.body.details.map(({ field }: { field: string }) => field)).toEqual(fields);
    for (const field of fields) expect(answer.body.message).toContain(field);
  });

  test("a change changes what is given, and null takes away", async () => {
    const settings = {
      defaultCountry: "DE",
      fieldMapping: { email: "mail" },
      fieldPolicies: { phone: "keep" },
    } as const;
    const made = await draftImport(running.backend, settings);
    const changed = await call("PATCH", `/${made.id}`, { onConflict: "createOnly", defaultCountry: null });
    expect(changed.body).toMatchObject({
      ...settings,
      defaultCountry: null,
      onConflict: "createOnly",
      name: made.name,
    });
    const unmapped = await call("PATCH", `/${made.id}`, { fieldMapping: null, fieldPolicies: {} });
    expect(unmapped.body).toMatchObject({ fieldMapping: null, fieldPolicies: {}, onConflict: "createOnly" });
    expect((await call("PATCH", `/${made.id}`, { status: "running" })).status).toBe(422);
    expect((await call("PATCH", "/imp_nothing", {})).body).toMatchObject({ code: "not_found" });
  });

  test("an import goes from draft to running to completed and back, each step with one event", async () => {
    const { id } = await draftImport(running.backend);
    expect((await call("POST", `/${id}/start`)).body).toMatchObject({ status: "running", completedAt: null });
    const completed = (await call("POST", `/${id}/complete`)).body;
    expect(completed).toMatchObject({ status: "completed", completedAt: expect.any(String) });
    expect((await call("POST", `/${id}/start`)).body).toMatchObject({ status: "running", completedAt: null });
    expect(await statusEvents(id)).toEqual([
      ["draft", "running"],
      ["running", "completed"],
      ["completed", "running"],
    ]);
  });

  test("a step that cannot be made is refused with the present status, and leaves no event", async () => {
    const { id } = await draftImport(running.backend);
    const early = await call("POST", `/${id}/complete`);
    expect(early.status).toBe(409);
    expect(early.body).toMatchObject({
      code: "invalid_transition",
      message: "An import that is draft cannot be completed.",
      details: [{ field: "status", message: "is draft" }],
    });
    await call("POST", `/${id}/start`);
    expect((await call("POST", `/${id}/start`)).body).toMatchObject({ details: [{ message: "is running" }] });
    expect((await call("POST", "/imp_nothing/start")).status).toBe(404);
    expect(await statusEvents(id)).toEqual([["draft", "running"]]);
  });

  test("of twenty callers that race only one wins, and there is one event", async () => {
    const { id } = await draftImport(running.backend);
    const starts = await Promise.all(Array.from({ length: 20 }, () => call("POST", `/${id}/start`)));
    expect(starts.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(starts.filter(({ status }) => status === 409)).toHaveLength(19);
    const ends = await Promise.all(Array.from({ length: 20 }, () => call("POST", `/${id}/complete`)));
    expect(ends.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await statusEvents(id)).toHaveLength(2);
  });

  test("PUT /imports/start makes, starts again or leaves running, by the same words", async () => {
    const words = { name: "Nightly sync", method: "app", app: "zapier" };
    const created = await call("PUT", "/start", words);
    expect(created.body).toMatchObject({
      outcome: "created",
      import: { ...words, status: "running", mode: "continuous" },
    });
    const { id } = created.body.import;
    expect((await call("PUT", "/start", words)).body).toMatchObject({ outcome: "alreadyRunning", import: { id } });
    await call("POST", `/${id}/complete`);
    expect((await call("PUT", "/start", words)).body).toMatchObject({ outcome: "started", import: { id } });
    const draft = await draftImport(running.backend, { method: "app", app: "zapier" });
    const { name } = draft;
    expect((await call("PUT", "/start", { ...words, name })).body).toMatchObject({
      outcome: "started",
      import: { id: draft.id },
    });
    expect((await call("PUT", "/start", { name: "X", method: "app" })).status).toBe(422);
  });

  test("twenty automations that start one name at once share one import, made once", async () => {
    const words = { name: "All at once", method: "app", app: "zapier" };
    const answers = await Promise.all(Array.from({ length: 20 }, () => call("PUT", "/start", words)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(new Set(answers.map(({ body }) => body.import.id)).size).toBe(1);
    expect(answers.filter(({ body }) => body.outcome === "created")).toHaveLength(1);
    expect(answers.filter(({ body }) => body.outcome === "alreadyRunning")).toHaveLength(19);
    expect(await statusEvents(answers[0]?.body.import.id)).toHaveLength(1);
  });

  test("a change with If-Match is refused when somebody else was quicker", async () => {
    const { id } = await draftImport(running.backend);
    const etag = (await call("GET", `/${id}`)).headers.get("etag") ?? "";
    const first = await call("PATCH", `/${id}`, { onConflict: "createOnly" }, { "If-Match": etag });
    expect(first.status).toBe(200);
    const second = await call("PATCH", `/${id}`, { onConflict: "updateOnly" }, { "If-Match": etag });
    expect(second.status).toBe(412);
    expect(second.body.code).toBe("precondition_failed");
    const fresh = first.headers.get("etag") ?? "";
    expect((await call("PATCH", `/${id}`, { unknownFields: "keep" }, { "If-Match": fresh })).status).toBe(200);
    expect((await call("GET", `/${id}`)).body).toMatchObject({ onConflict: "createOnly", unknownFields: "keep" });
  });

  test("what the caller has already is answered with 304 and no body", async () => {
    const { id } = await draftImport(running.backend);
    const etag = (await call("GET", `/${id}`)).headers.get("etag") ?? "";
    const same = await call("GET", `/${id}`, undefined, { "If-None-Match": `"other", W/${etag}` });
    expect(same.status).toBe(304);
    expect(same.body).toBeUndefined();
    await call("PATCH", `/${id}`, { onConflict: "createOnly" });
    expect((await call("GET", `/${id}`, undefined, { "If-None-Match": etag })).status).toBe(200);
  });

  test("a rotated trigger has a new address, and the old one is gone at once", async () => {
    const { id, trigger } = await runningImport(running.backend);
    const rotated = (await call("POST", `/${id}/trigger/rotate`)).body;
    expect(rotated.trigger.url).not.toBe(trigger.url);
    const post = (url: string, email: string) =>
      fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ contact: { email } }),
      });
    expect((await post(trigger.url, "rotated@example.com")).status).toBe(404);
    expect((await post(rotated.trigger.url, "rotated@example.com")).status).toBe(200);
    expect((await call("GET", `/${id}`)).body.counts).toMatchObject({ received: 1, created: 1 });
  });

  test("an import is deleted only while it does not run; its contacts stay", async () => {
    const { id } = await runningImport(running.backend);
    const taken = await call("POST", `/${id}/contacts`, { contact: { email: "stays@example.com" } });
    const refused = await call("DELETE", `/${id}`);
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ code: "invalid_transition", details: [{ message: "is running" }] });
    await call("POST", `/${id}/complete`);
    expect((await call("DELETE", `/${id}`)).status).toBe(204);
    expect((await call("GET", `/${id}`)).status).toBe(404);
    expect((await call("DELETE", `/${id}`)).status).toBe(404);
    expect((await call("POST", `/${id}/contacts`, { contact: { email: "x@example.com" } })).status).toBe(404);
    const contact = await send(running.backend, "GET", `/v5/contacts/${taken.body.contact.id}`);
    expect(contact.body).toMatchObject({ email: "stays@example.com" });
  });
});
