import { once } from "node:events";
import { createServer } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import { addressOf, createSender, type Sender } from "../../backend/src/deliveries/send.ts";
import { eventually } from "../helpers/eventually.ts";
import { type Receiver, startReceiver, withStatus } from "../helpers/receiver.ts";

const opened: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

function senderWith(settings: { timeout?: number; allowPrivateTargets?: boolean } = {}): Sender {
  const sender = createSender({ allowPrivateTargets: true, timeout: 10, userAgent: "Sender/1", ...settings });
  opened.push(sender);
  return sender;
}

async function receiver(): Promise<Receiver> {
  const started = await startReceiver();
  opened.push(started);
  return started;
}

describe("sending a delivery", () => {
  test("posts the body and the headers as they are", async () => {
    const target = await receiver();
    const body = '{"name":"Zoë"}';
    const answer = await senderWith().send(addressOf(target.url), { "webhook-id": "evt_1" }, body);
    expect(answer).toEqual({ status: 200, retryAfter: null });
    expect(target.received).toMatchObject([
      {
        path: "/hooks/1",
        body,
        headers: { "webhook-id": "evt_1", "content-type": "application/json", "user-agent": "Sender/1" },
      },
    ]);
  });

  test("tells the status and how long to wait", async () => {
    const target = await receiver();
    target.answerWith(withStatus(503, { "Retry-After": "17" }));
    expect(await senderWith().send(addressOf(target.url), {}, "{}")).toEqual({ status: 503, retryAfter: "17" });
  });

  test("does not follow a redirect", async () => {
    const elsewhere = await receiver();
    const target = await receiver();
    target.answerWith(withStatus(307, { Location: elsewhere.url }));
    expect(await senderWith().send(addressOf(target.url), {}, "{}")).toMatchObject({ status: 307 });
    expect(elsewhere.received).toEqual([]);
  });

  test("does not read an answer without end", async () => {
    const target = await receiver();
    let isClosed = false;
    target.answerWith((response) => {
      response.once("close", () => {
        isClosed = true;
      });
      response.writeHead(200);
      const pour = () => {
        while (!isClosed && response.write("x".repeat(64 * 1024)));
        if (!isClosed) response.once("drain", pour);
      };
      pour();
    });
    expect(await senderWith().send(addressOf(target.url), {}, "{}")).toMatchObject({ status: 200 });
    await eventually(() => expect(isClosed).toBe(true));
  });

  test("gives up on a receiver that does not answer in time", async () => {
    const target = await receiver();
    target.answerWith(() => undefined);
    expect(await senderWith({ timeout: 0.3 }).send(addressOf(target.url), {}, "{}")).toEqual({
      status: null,
      error: "The target did not answer in time.",
    });
  });

  test("takes the status for the answer, though its body never ends", async () => {
    const target = await receiver();
    target.answerWith((response) => {
      response.writeHead(200).write("{");
    });
    expect(await senderWith({ timeout: 0.3 }).send(addressOf(target.url), {}, "{}")).toMatchObject({ status: 200 });
  });

  test("tells of a connection that is refused", async () => {
    const target = await startReceiver();
    target.close();
    expect(await senderWith().send(addressOf(target.url), {}, "{}")).toEqual({
      status: null,
      error: "The target refused the connection.",
    });
  });

  test("tells of an answer that is no HTTP", async () => {
    const server = createServer((socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n"));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    opened.push(server);
    const address = server.address();
    const port = typeof address === "object" ? address?.port : "";
    expect(await senderWith().send(addressOf(`http://127.0.0.1:${port}/`), {}, "{}")).toEqual({
      status: null,
      error: "The target's answer is no HTTP.",
    });
  });

  test("does not reach this machine unless the operator allows it, and says how", async () => {
    const target = await receiver();
    const answer = await senderWith({ allowPrivateTargets: false }).send(addressOf(target.url), {}, "{}");
    expect(answer).toEqual({ status: null, error: expect.stringContaining("ALLOW_PRIVATE_TARGETS") });
    expect(target.received).toEqual([]);
  });

  test.each(["127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::ffff:127.0.0.1]", "localhost"])(
    "is not deceived by %s",
    async (host) => {
      const target = await receiver();
      const url = target.url.replace("127.0.0.1", host);
      const answer = await senderWith({ allowPrivateTargets: false }).send(addressOf(url), {}, "{}");
      expect(answer).toEqual({ status: null, error: expect.stringContaining("ALLOW_PRIVATE_TARGETS") });
      expect(target.received).toEqual([]);
    },
  );

  test("rejects what is under way when it is closed: it has no answer that could be recorded", async () => {
    const target = await receiver();
    target.answerWith(() => undefined);
    const sender = senderWith();
    const sending = sender.send(addressOf(target.url), {}, "{}");
    await eventually(() => expect(target.received).toHaveLength(1));
    const rejected = expect(sending).rejects.toMatchObject({ name: "ClientDestroyedError" });
    await sender.close();
    await rejected;
  });
});
