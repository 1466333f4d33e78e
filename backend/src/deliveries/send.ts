import { Agent, request } from "undici";
import type { Answer } from "./classify.ts";
import { createGuardedConnector } from "./connector.ts";
import { describeError } from "./describe-error.ts";

/** How much of an answer is read, so that its connection can be used again; what it says matters to nobody. */
const mostAnswerBytes = 16 * 1024;

/** Sends deliveries out. */
export interface Sender {
  /** One attempt, without following redirects. Whatever comes of it is an answer; it rejects only once closed. */
  send(targetUrl: string, headers: Record<string, string>, body: string): Promise<Answer>;
  /** Breaks off what is under way. */
  close(): Promise<void>;
}

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
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  const closed = new AbortController();

  return {
    send: async (targetUrl, headers, body) => {
      const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), closed.signal]);
      try {
        const response = await request(targetUrl, {
          dispatcher: agent,
          method: "POST",
          headers: { ...headers, "content-type": "application/json", "user-agent": settings.userAgent },
          body,
          signal,
        });
        const retryAfter = response.headers["retry-after"];
        const answer: Answer = {
          status: response.statusCode,
          retryAfter: typeof retryAfter === "string" ? retryAfter : null,
        };
        // The status has been given: what becomes of the rest of the answer does not change it.
        await response.body.dump({ limit: mostAnswerBytes, signal }).catch(() => null);
        return answer;
      } catch (error) {
        if (closed.signal.aborted) throw error;
        return { status: null, error: describeError(error) };
      }
    },
    close: async () => {
      closed.abort();
      await agent.destroy();
    },
  };
}
