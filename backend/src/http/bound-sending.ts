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

/**
 * Lets clients go that do not send their request: a request has to be here whole within the time; an upload may take as
 * long as it takes, and only its pauses are bounded. Node has one bound for all requests, and no other for some.
 *
 * @param seconds For a whole request, and for a pause.
 */
export function boundSending(app: App, seconds: number): void {
  app.addHook("onRequest", (request, _reply, done) => {
    done();
    const { raw } = request;
    const hasBody = raw.headers["transfer-encoding"] !== undefined || Number(raw.headers["content-length"] ?? 0) > 0;
    if (!hasBody) return;
    const socket: Socket = raw.socket;
    const mayGoOn = request.routeOptions.config.isUpload === true;
    let received = socket.bytesRead;
    const timer = setInterval(() => {
      const isMoving = socket.bytesRead > received;
      received = socket.bytesRead;
      if (raw.complete) clearInterval(timer);
      else if (!(mayGoOn && isMoving)) app.server.emit("clientError", tooSlow(), socket);
    }, seconds * 1000);
    raw.once("close", () => clearInterval(timer));
  });
}
