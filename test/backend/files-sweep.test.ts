import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { createStorage, databases, startBackend } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { keptFiles, putFile, uploadImport } from "../helpers/file-upload.ts";

describe.each(databases)("what processes left behind (%s)", (database) => {
  test("is removed at a start: old bytes that are nobody's, and uploads that took too long; the rest stays", async () => {
    const storage = await createStorage(database);
    const first = await startBackend(storage);
    const importId = await uploadImport(first);
    const file = (await putFile(first, importId, "Email\nkept@sweep.example\n")).body;
    const begin = async (url: string) => {
      const made = await fetch(`${url}/v5/imports/${importId}/uploads`, {
        method: "POST",
        headers: {
          Authorization: `Bearer ${first.apiKey}`,
          "Tus-Resumable": "1.0.0",
          "Upload-Length": "1000",
          "Content-Type": "application/offset+octet-stream",
        },
        body: "Email\n",
      });
      return JSON.parse(await made.text()).id.replace("upl_", "fil_");
    };
    const unfinished = await begin(first.url);
    await first.stop();

    const folder = path.join(storage.env.DATA_DIR ?? "", "files", first.organizationId);
    const place = (name: string) => path.join(folder, name);
    for (const name of ["fil_lost.part", "fil_nobodys", "fil_young.part"]) writeFileSync(place(name), "Email\n");
    const elsewhere = path.join(folder, "../org_unknown");
    mkdirSync(elsewhere);
    writeFileSync(path.join(elsewhere, "fil_other"), "Email\n");
    const longAgo = new Date(Date.now() - 86_400_000);
    for (const name of ["fil_lost.part", "fil_nobodys", file.id, unfinished, "../org_unknown/fil_other"]) {
      utimesSync(place(name), longAgo, longAgo);
    }

    const second = { ...(await startBackend(storage)), apiKey: first.apiKey };
    const kept = () => keptFiles(storage, second);
    await eventually(() => expect(kept()).toEqual([file.id, "fil_young.part", unfinished].toSorted()));
    expect(keptFiles(storage, { ...second, organizationId: "org_unknown" })).toEqual(["fil_other"]);
    expect((await send(second, "GET", `/v5/imports/${importId}/files`)).body).toEqual([file]);
    await second.stop();

    const third = { ...(await startBackend(storage, { UPLOAD_RETENTION_DAYS: "0" })), apiKey: first.apiKey };
    await eventually(() => expect(kept()).toEqual([file.id, "fil_young.part"].toSorted()));
    await third.stop();
    await storage.remove();
  }, 120_000);
});
