import { describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { keptFiles, putFile, uploadImport } from "../helpers/file-upload.ts";
import { runningBackend } from "../helpers/running-backend.ts";

describe.each(databases)("files that name a contact that is forgotten (%s)", (database) => {
  const running = runningBackend(database);
  const call = (method: string, path: string, body?: unknown) => send(running.backend, method, `/v5${path}`, body);
  const put = async (importId: string, text: string) => {
    const { status, body } = await putFile(running.backend, importId, text);
    expect(status).toBe(200);
    return body.id;
  };
  const contactOf = async (email: string) => (await call("GET", `/contacts?filter.email.equals=${email}`)).body[0]?.id;
  const completed = (importId: string) =>
    eventually(async () => expect((await call("GET", `/imports/${importId}`)).body.status).toBe("completed"));
  const filesOf = async (importId: string) =>
    (await call("GET", `/imports/${importId}/files`)).body.map(({ id }: { id: string }) => id);

  test("are deleted with it, worked through or not; others stay, and so does what came of them", async () => {
    const worked = await uploadImport(running.backend);
    const naming = await put(worked, "Email,Name\nada@files.example,Ada\nbob@files.example,Bob\n");
    const other = await put(worked, "Email,Name\ncleo@files.example,Cleo\n");
    await call("POST", `/imports/${worked}/start`);
    await completed(worked);
    const later = await put(worked, "Email,Name\nADA@files.example,Ada\n");
    const draft = await uploadImport(running.backend);
    const waiting = await put(draft, "Email,Name\nada@files.example,Ada\n");
    const similar = await put(draft, "Email,Name\nxada@files.example,Somebody\n");
    const before = (await call("GET", `/imports/${worked}`)).body.counts;

    const id = await contactOf("ada@files.example");
    const forgotten = await call("POST", `/contacts/${id}/forget`);
    expect(forgotten).toMatchObject({ status: 200, body: { rows: 1, files: 3 } });
    expect(await filesOf(worked)).toEqual([other]);
    expect(await filesOf(draft)).toEqual([similar]);
    const gone = [naming, later, waiting];
    await eventually(() => {
      expect(keptFiles(running.storage, running.backend).filter((name) => gone.includes(name))).toEqual([]);
    });
    expect((await call("GET", `/imports/${worked}`)).body.counts).toEqual(before);
    expect(await contactOf("bob@files.example")).toBeTruthy();
    // What is left is worked through as ever.
    await call("POST", `/imports/${draft}/start`);
    await completed(draft);
    expect((await call("GET", `/imports/${draft}`)).body.counts).toMatchObject({ received: 1, created: 1 });
  });

  test("while one is worked through: nothing is forgotten; once the import is completed, it is, and its run has ended", async () => {
    const importId = await uploadImport(running.backend);
    const lines = Array.from({ length: 30_000 }, (_, index) => `open${index}@files.example,Open`);
    await put(importId, `Email,Name\n${lines.join("\n")}\n`);
    await call("POST", `/imports/${importId}/start`);
    const id = await eventually(async () => {
      const found = await contactOf("open0@files.example");
      expect(found).toBeTruthy();
      return found;
    });
    const refused = await call("POST", `/contacts/${id}/forget`);
    expect(refused).toMatchObject({ status: 423, body: { code: "resource_locked" } });
    expect((await call("GET", `/contacts/${id}`)).status).toBe(200);

    expect((await call("POST", `/imports/${importId}/complete`)).status).toBe(200);
    const forgotten = await call("POST", `/contacts/${id}/forget`);
    expect(forgotten).toMatchObject({ status: 200, body: { files: 1 } });
    const [run] = (await call("GET", `/imports/${importId}/runs`)).body;
    expect(run).toMatchObject({ status: "failed", error: expect.stringContaining("forgotten") });
    const { counts } = (await call("GET", `/imports/${importId}`)).body;
    expect(counts.received).toBeLessThan(30_000);
    // Starting it again finds nothing to do, and takes nothing twice.
    expect((await call("POST", `/imports/${importId}/start`)).status).toBe(200);
    expect((await call("GET", `/imports/${importId}`)).body.counts).toEqual(counts);
  }, 60_000);
});
