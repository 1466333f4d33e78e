import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { keptFiles, putFile, uploadImport } from "../helpers/file-upload.ts";
import { listen } from "../helpers/listen.ts";
import { runningBackend } from "../helpers/running-backend.ts";

const csv = "Email,Name\na@receive.example,Ada\n";

describe.each(databases)("a file is received (%s)", (database) => {
  const running = runningBackend(database);
  const kept = () => keptFiles(running.storage, running.backend);

  const form = (...parts: [name: string, value: string | Blob, filename?: string][]) => {
    const data = new FormData();
    for (const [name, value, filename] of parts) {
      if (typeof value === "string") data.append(name, value);
      else data.append(name, value, filename ?? "people.csv");
    }
    return data;
  };
  const put = async (body: Parameters<typeof putFile>[2], headers: Record<string, string> = {}, query = "") =>
    putFile(running.backend, await uploadImport(running.backend), body, { headers, query });

  test("in a form, whose fields stand before it or behind it", async () => {
    const file = new Blob([csv.replaceAll(",", ";")]);
    expect(await put(form(["file", file, "people.csv"]))).toMatchObject({ status: 200, body: { name: "people.csv" } });
    const before = await put(form(["name", "Before"], ["delimiter", "|"], ["file", file]));
    expect(before).toMatchObject({ status: 200, body: { name: "Before", format: { delimiter: "|" } } });
    const behind = await put(form(["upload", file], ["headerRow", "1"], ["encoding", "latin1"], ["name", "Behind"]));
    expect(behind).toMatchObject({ status: 200, body: { name: "Behind", format: { encoding: "latin1" } } });
    const inAddress = await put(form(["file", file, "other.csv"]), {}, "?name=Said");
    expect(inAddress).toMatchObject({ status: 200, body: { name: "Said" } });
  });

  test("in a form that is wrong: each says what is wrong, and leaves nothing", async () => {
    const before = kept();
    const file = new Blob([csv]);
    expect(await put(form(["name", "No file"]))).toMatchObject({
      status: 400,
      body: { message: "The form has no file." },
    });
    expect(await put(form(["a", file], ["b", file]))).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("more than one file") },
    });
    expect(await put(form(["file", file], ["colour", "red"]))).toMatchObject({
      status: 422,
      body: { details: [{ field: "colour", message: "is not known here" }] },
    });
    expect(await put(form(["file", file], ["headerRow", "first"]))).toMatchObject({
      status: 422,
      body: { details: [{ field: "headerRow" }] },
    });
    const type = { "Content-Type": "multipart/form-data; boundary=xyz" };
    const cut = '--xyz\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nEmail\na@b.exam';
    expect(await put(cut, type)).toMatchObject({ status: 400, body: { code: "bad_request" } });
    expect(await put("none", { "Content-Type": "multipart/form-data" })).toMatchObject({ status: 400 });
    expect(kept()).toEqual(before);
  });

  test("without a type, as curl -T sends it; what is no file is refused with words that help", async () => {
    expect(await put(Buffer.from(csv))).toMatchObject({ status: 200 });
    const refused = await put("a=b", { "Content-Type": "application/x-www-form-urlencoded" });
    expect(refused).toMatchObject({ status: 415, body: { description: expect.stringContaining("text/csv") } });
    expect(await put("%PDF", { "Content-Type": "application/pdf" })).toMatchObject({ status: 415 });
    expect(await put("[]", { "Content-Type": "application/json" })).toMatchObject({ status: 400 });
  });

  test("compressed: unpacked as it comes, also beyond the limit of other bodies", async () => {
    const lines = Array.from({ length: 400_000 }, (_, index) => `p${index}@packed.example,Person ${index}`);
    const text = `Email,Name\n${lines.join("\n")}\n`;
    expect(text.length).toBeGreaterThan(10 * 1024 * 1024);
    const packed = gzipSync(text);
    const gzip = { "Content-Type": "text/csv", "Content-Encoding": "gzip" };
    expect(await put(packed, gzip)).toMatchObject({ status: 200, body: { size: text.length } });

    const before = kept();
    expect(await put(packed.subarray(0, 100_000), gzip)).toMatchObject({ status: 400 });
    expect(await put(csv, gzip)).toMatchObject({ status: 400, body: { code: "bad_request" } });
    const bomb = gzipSync(Buffer.alloc(120 * 1024 * 1024));
    expect(await put(bomb, gzip)).toMatchObject({ status: 413, body: { code: "payload_too_large" } });
    expect(kept()).toEqual(before);
  });

  test("and the connection breaks: nothing is left, and the same bytes sent again are one file", async () => {
    const { backend } = running;
    const importId = await uploadImport(backend);
    const before = kept();
    const { hostname, port } = new URL(backend.url);
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    const head = [
      `PUT /v5/imports/${importId}/file HTTP/1.1`,
      "Host: x",
      `Authorization: Bearer ${backend.apiKey}`,
      "Content-Type: text/csv",
      `Content-Length: ${csv.length + 1000}`,
    ];
    socket.write(`${head.join("\r\n")}\r\n\r\n${csv}`);
    await eventually(() => expect(kept().length).toBe(before.length + 1));
    socket.destroy();
    await eventually(() => expect(kept()).toEqual(before));
    expect((await send(backend, "GET", `/v5/imports/${importId}/files`)).body).toEqual([]);

    const first = await putFile(backend, importId, csv);
    const second = await putFile(backend, importId, csv);
    expect(second.body).toEqual(first.body);
    expect(kept()).toEqual([...before, first.body.id].toSorted());
  });

  test("from an address, whose server breaks off: the answer says so, and nothing is left", async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { "Content-Length": "1000000" }).write(csv);
      setImmediate(() => response.destroy());
    });
    const url = `${await listen(server)}/people.csv`;
    const before = kept();
    const answer = await put(JSON.stringify({ url }), { "Content-Type": "application/json" });
    expect(answer).toMatchObject({ status: 422, body: { details: [{ field: "url" }] } });
    expect(kept()).toEqual(before);
    server.close();
  });

  test("an answer comes before the end of a file that no import takes, and the next request is served", async () => {
    const { backend } = running;
    const endless = Readable.from(Array.from({ length: 200 }, () => Buffer.alloc(65_536, "x\n")));
    expect(await putFile(backend, "imp_none", endless)).toMatchObject({ status: 404 });
    expect((await send(backend, "GET", "/v5/me")).status).toBe(200);
  });
});

describe("a client that is slow", () => {
  const running = runningBackend("embedded", { REQUEST_TIMEOUT: "0.6" });

  test("sends a file for as long as it takes, while it keeps sending", async () => {
    const importId = await uploadImport(running.backend);
    const begun = Date.now();
    async function* slowly() {
      yield "Email,Name\n";
      for (let index = 0; Date.now() < begun + 2000; index += 1) {
        await wait(50);
        yield `s${index}@slow.example,Slow\n`;
      }
    }
    const answer = await putFile(running.backend, importId, Readable.from(slowly()));
    expect(answer).toMatchObject({ status: 200, body: { importId } });
  });

  test.each([
    ["a file that stops coming", "PUT", "/v5/imports/{id}/file", "text/csv"],
    ["another request that is not here in time", "POST", "/v5/imports", "application/json"],
  ])("%s is let go", async (_, method, path, type) => {
    const { backend, storage } = running;
    const importId = await uploadImport(backend);
    const before = keptFiles(storage, backend);
    const { hostname, port } = new URL(backend.url);
    const socket = connect(Number(port), hostname);
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.write(
      `${method} ${path.replace("{id}", importId)} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${backend.apiKey}\r\nContent-Type: ${type}\r\nContent-Length: 100\r\n\r\n{`,
    );
    await once(socket, "close");
    expect(answer).toContain("408");
    await eventually(() => expect(keptFiles(storage, backend)).toEqual(before));
    expect((await send(backend, "GET", "/v5/me")).status).toBe(200);
  });
});
