import { Agent, type Dispatcher } from "undici";
import type { Answer } from "./classify.ts";
import { createGuardedConnector } from "./connector.ts";
import { describeError } from "./describe-error.ts";

/** How much of an answer is read, so that its connection can be used again; what it says matters to nobody. */
const mostAnswerBytes = 16 * 1024;

/** A target's address in its parts: to take it apart for each delivery would cost more than it seems. */
export interface Address {
  origin: string;
  path: string;
  host: string;
}

export function addressOf(targetUrl: string): Address {
  const { origin, host, pathname, search } = new URL(targetUrl);
  return { origin, host, path: `${pathname}${search}` };
}

/** Sends deliveries out. */
export interface Sender {
  /** One attempt, without following redirects. Whatever comes of it is an answer; it rejects only once closed. */
  send(address: Address, headers: Record<string, string>, body: string | Uint8Array): Promise<Answer>;
  /** Breaks off what is under way. */
  close(): Promise<void>;
}

const late = new DOMException("The time for an answer is over.", "TimeoutError");
const enough = new Error("Enough was read of the answer.");

/**
 * Makes one request; rejects when no answer arrives in time. Streams and signals for each would cost more than all else
 * that is done for a delivery.
 */
const exchange = (agent: Agent, request: Dispatcher.DispatchOptions, timeoutMs: number): Promise<Answer> =>
  new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | null = null;
    let isLate = false;
    let answer: Answer | null = null;
    let bytes = 0;
    const timer = setTimeout(() => {
      isLate = true;
      if (controller === null) reject(late);
      else controller.abort(late);
    }, timeoutMs);
    // Once the status has been given, what becomes of the rest of the answer does not change it.
    const end = (error: Error | null): void => {
      clearTimeout(timer);
      if (answer === null) reject(error);
      else resolve(answer);
    };
    agent.dispatch(request, {
      onRequestStart: (begun) => {
        controller = begun;
        if (isLate) begun.abort(late);
      },
      onResponseStart: (_controller, status, { "retry-after": retryAfter }) => {
        if (status >= 200) answer = { status, retryAfter: typeof retryAfter === "string" ? retryAfter : null };
      },
      onResponseData: (receiving, chunk) => {
        bytes += chunk.length;
        if (bytes > mostAnswerBytes) receiving.abort(enough);
      },
      onResponseEnd: () => end(null),
      onResponseError: (_controller, error) => end(error),
    });
  });

/** Opens the way out: to public hosts only, unless the operator allows more. */
export function createSender(settings: {
  allowPrivateTargets: boolean;
  /** Seconds from the look-up of the host's name to the end of the answer. */
  timeout: number;
  userAgent: string;
}): Sender {
  const timeoutMs = settings.timeout * 1000;
  const agent = new Agent({
    connect: settings.allowPrivateTargets
      ? { timeout: timeoutMs, allowH2: false }
      : createGuardedConnector({ timeoutMs }),
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  let isClosed = false;

  return {
    send: async ({ origin, path }, headers, body) => {
      try {
        return await exchange(
          agent,
          {
            origin,
            path,
            method: "POST",
            headers: { ...headers, "content-type": "application/json", "user-agent": settings.userAgent },
            body,
          },
          timeoutMs,
        );
      } catch (error) {
        if (isClosed) throw error;
        return { status: null, error: describeError(error) };
      }
    },
    close: async () => {
      isClosed = true;
      await agent.destroy();
    },
  };
}
