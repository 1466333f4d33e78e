import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { App } from "./app-type.ts";

const tooSlow = () =>
  Object.assign(new Error("The request was sent too slowly."), { code: "ERR_HTTP_REQUEST_TIMEOUT" });

/** How Node itself lets clients go that do not send the head of their request, in the same time. */
export const boundHeads = (seconds: number) => ({
  requestTimeout: 0,
  headersTimeout: seconds * 1000,
  connectionsCheckingInterval: Math.ceil((seconds * 1000) / 2),
});

/** What a connection sends: one request after the other. */
interface Sending {
  request: IncomingMessage;
  mayGoOn: boolean;
  /** The bytes that had come over the connection, and until when the rest, or more of an upload, has to. */
  received: number;
  until: number;
}

/**
 * Lets clients go that do not send their request: a request has to be here whole within the time; an upload may take as
 * long as it takes, and only its pauses are bounded. Node has one bound for all requests, and no other for some.
 *
 * @param seconds For a whole request, and for a pause.
 */
export function boundSending(app: App, seconds: number): void {
  const sending = new Map<Socket, Sending>();

  function look(): void {
    const now = performance.now();
    for (const [socket, one] of sending) {
      if (one.request.complete || now < one.until) continue;
      if (one.mayGoOn && socket.bytesRead > one.received) {
        one.received = socket.bytesRead;
        one.until = now + seconds * 1000;
      } else {
        sending.delete(socket);
        app.server.emit("clientError", tooSlow(), socket);
      }
    }
  }

  // All are looked at together: nearly every request is here whole at once, and a timer of its own would cost it more.
  const looking = setInterval(look, seconds * 250);
  app.addHook("onClose", async () => clearInterval(looking));
  app.addHook("onRequest", (request, _reply, done) => {
    const { raw } = request;
    const hasBody = raw.headers["transfer-encoding"] !== undefined || Number(raw.headers["content-length"] ?? 0) > 0;
    if (hasBody) {
      const socket: Socket = raw.socket;
      if (!sending.has(socket)) socket.once("close", () => sending.delete(socket));
      const mayGoOn = request.routeOptions.config.isUpload === true;
      const until = performance.now() + seconds * 1000;
      sending.set(socket, { request: raw, mayGoOn, received: socket.bytesRead, until });
    }
    done();
  });
}
