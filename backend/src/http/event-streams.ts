import { PassThrough } from "node:stream";
import type { FastifyReply } from "fastify";
import type { App } from "./app-type.ts";

/** A sign of life at least so often, in milliseconds: what stands between would close a connection that is silent. */
const heartbeatMs = 15_000;

/** An answer that goes on: server-sent events, one after the other. */
export interface EventStream {
  /** What the answer consists of. */
  body: PassThrough;
  /** Sends an event. What a slow client has not taken yet is replaced by what is newer. */
  send(event: string, data: unknown): void;
  /** Sends a last event, and closes. */
  end(event: string, data: unknown): void;
  close(): void;
}

export interface EventStreams {
  /**
   * Begins an answer.
   *
   * @param isAllowed Asked again at every sign of life: whose key ends meanwhile is told no more.
   * @param onClose To be called once, when the client is gone or the answer is at its end.
   */
  open(reply: FastifyReply, isAllowed: () => Promise<boolean>, onClose: () => void): EventStream;
}

const eventText = (event: string, data: unknown): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** Makes answers that go on until somebody ends them; the end of the service ends them all. */
export function createEventStreams(app: App): EventStreams {
  const open = new Set<PassThrough>();
  app.addHook("preClose", async () => {
    for (const body of open) body.end();
  });

  return {
    open: (reply, isAllowed, onClose) => {
      const body = new PassThrough();
      let waiting: string | null = null;
      const write = (text: string) => {
        if (body.writableEnded) return;
        if (body.writableNeedDrain) waiting = text;
        else body.write(text);
      };
      const stream: EventStream = {
        body,
        send: (event, data) => write(eventText(event, data)),
        end: (event, data) => {
          if (!body.writableEnded) body.end((waiting ?? "") + eventText(event, data));
        },
        close: () => body.end(),
      };
      const heartbeat = setInterval(() => {
        if (!body.writableEnded && !body.writableNeedDrain) body.write(": still here\n\n");
        isAllowed().then(
          (isStill) => isStill || body.end(),
          () => body.end(),
        );
      }, heartbeatMs);
      body.on("drain", () => {
        const text = waiting;
        waiting = null;
        if (text !== null) write(text);
      });
      body.once("close", () => {
        clearInterval(heartbeat);
        open.delete(body);
        onClose();
      });
      open.add(body);
      reply.header("Content-Type", "text/event-stream; charset=utf-8");
      // Neither kept nor gathered by what stands between.
      reply.header("Cache-Control", "no-cache, no-transform");
      reply.header("X-Accel-Buffering", "no");
      return stream;
    },
  };
}
