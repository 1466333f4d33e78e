import type { Import } from "@firstquadrant/core-client";
import { describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { runningBackend } from "../helpers/running-backend.ts";

describe.each(databases)("undo of an upload's runs (%s)", (database) => {
  const running = runningBackend(database);
  const call = (method: string, path: string, body?: unknown) => send(running.backend, method, `/v5${path}`, body);
  const upload = (id: string, text: string) =>
    send(running.backend, "PUT", `/v5/imports/${id}/file`, text, { "Content-Type": "text/csv" });

  /** Starts the import, and waits for the end of its run. */
  async function work(id: string): Promise<NonNullable<Import["lastRun"]>> {
    const before = (await call("GET", `/imports/${id}`)).body.lastRun?.id;
    expect((await call("POST", `/imports/${id}/start`)).status).toBe(200);
    return eventually(async () => {
      const { status, lastRun } = (await call("GET", `/imports/${id}`)).body;
      expect(status).toBe("completed");
      expect(lastRun.id).not.toBe(before);
      return lastRun;
    });
  }
  const cities = async () =>
    (await call("GET", "/contacts?sort=asc")).body.map(({ email, city }: { email: string; city?: string }) => [
      email,
      city,
    ]);

  test("one alone, then all; and the file is worked through again", async () => {
    const fieldMapping = { email: "Email", city: "City" };
    const made = await call("POST", "/imports", { name: "File", method: "upload", fieldMapping });
    const { id } = made.body;
    expect((await upload(id, "Email,City\nada@example.com,Rome\nbob@example.com,Rome\n")).status).toBe(200);
    await work(id);
    expect((await upload(id, "Email,City\nada@example.com,Paris\ncy@example.com,Paris\n")).status).toBe(200);
    const { id: runId } = await work(id);

    const undone = await call("POST", `/imports/${id}/undo`, { runId });
    expect(undone.body).toMatchObject({ reversed: { contactsRemoved: 1, fieldsRestored: 1 }, kept: [] });
    const afterFirst = [
      ["ada@example.com", "Rome"],
      ["bob@example.com", "Rome"],
    ];
    expect(await cities()).toEqual(afterFirst);

    // Only the newest file comes again, with a mapping that was mended in between.
    await call("PATCH", `/imports/${id}`, { fieldMapping: { email: "Email" } });
    expect((await work(id)).counts).toMatchObject({ received: 2, created: 1, unchanged: 1 });
    expect(await cities()).toEqual([...afterFirst, ["cy@example.com", undefined]]);

    expect((await call("POST", `/imports/${id}/undo`)).body.reversed.contactsRemoved).toBe(3);
    expect(await cities()).toEqual([]);
    expect((await work(id)).counts).toMatchObject({ received: 2, created: 2 });
  });
});
