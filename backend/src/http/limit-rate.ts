import rateLimit from "@fastify/rate-limit";
import type { FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../errors.ts";
import type { App } from "./app-type.ts";

/** Counts a call of a caller, and refuses it when there were too many within a minute. */
export type LimitRate = (request: FastifyRequest, reply: FastifyReply, caller: string) => Promise<void>;

/** @param perMinute How many calls each caller has; 0 for no limit. */
export async function createLimitRate(app: App, perMinute: number): Promise<LimitRate> {
  if (perMinute === 0) return async () => undefined;
  const callers = new WeakMap<FastifyRequest, string>();
  await app.register(rateLimit, { global: false, max: perMinute, timeWindow: 60_000, cache: 50_000 });
  const count = app.createRateLimit({ keyGenerator: (request) => callers.get(request) ?? request.ip });
  return async (request, reply, caller) => {
    callers.set(request, caller);
    const state = await count(request);
    if (state.isAllowed) return;
    reply.header("RateLimit-Policy", `"default";q=${perMinute};w=60`);
    reply.header("RateLimit", `"default";r=${state.remaining};t=${state.ttlInSeconds}`);
    if (!state.isExceeded) return;
    throw new AppError(
      "rate_limited",
      "Too many requests",
      `At most ${perMinute} requests a minute are served. Wait ${state.ttlInSeconds} seconds; send many records in one batch.`,
      { retryAfter: state.ttlInSeconds },
    );
  };
}
