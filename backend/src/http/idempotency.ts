import type { FastifyReply, FastifyRequest } from "fastify";
import type { Db } from "../db/db.ts";
import { AppError } from "../errors.ts";
import { type Answer, fingerprintOf, type IdempotencyKey } from "../idempotency/stored-answer.ts";
import { accountOf } from "./authenticate.ts";
import type { Context } from "./context.ts";

const longestKey = 255;

/** What the caller named this write, if anything. @throws AppError `invalid_parameters` */
export function idempotencyKeyOf(request: FastifyRequest): IdempotencyKey | null {
  const key = request.headers["idempotency-key"];
  if (key === undefined || key === "") return null;
  if (typeof key !== "string" || key.length > longestKey) {
    const message = `is not a single text of at most ${longestKey} characters`;
    throw new AppError("invalid_parameters", `The header Idempotency-Key ${message}.`, "Send a shorter key.", {
      details: [{ field: "Idempotency-Key", message }],
    });
  }
  return { key, fingerprint: fingerprintOf(request.method, request.url, request.body) };
}

/** Sends an answer, saying so when it was given before. */
export function sendAnswer(reply: FastifyReply, { status, body, isReplay }: Answer): FastifyReply {
  if (isReplay) reply.header("Idempotency-Replayed", "true");
  return reply.code(status).send(body);
}

/** Runs a write of an authenticated caller once for its idempotency key, and sends its answer. */
export async function sendOnce(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  write: (tx: Db, organizationId: string, now: Date) => Promise<Answer>,
): Promise<FastifyReply> {
  const { organization } = accountOf(request);
  const answer = await context.runOnce(organization.id, idempotencyKeyOf(request), (tx) =>
    write(tx, organization.id, context.clock()),
  );
  context.wakeDeliveries();
  return sendAnswer(reply, answer);
}
