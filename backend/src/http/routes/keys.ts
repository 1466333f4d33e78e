import type { CreatedKey } from "@firstquadrant/core-client";
import { createdKeySchema, keyInputSchema, keyRotationSchema, keySchema } from "@firstquadrant/core-client/schemas";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Db } from "../../db/db.ts";
import { type ApiKeyRecord, toKey } from "../../keys/api-key-record.ts";
import { createKey, type ShownKey } from "../../keys/create-key.ts";
import { getKey } from "../../keys/find-key.ts";
import { keyList } from "../../keys/key-list.ts";
import { requireCovered } from "../../keys/require-covered.ts";
import { revokeKey } from "../../keys/revoke-key.ts";
import { rotateKey } from "../../keys/rotate-key.ts";
import { scopeOf } from "../../keys/scope.ts";
import { answers } from "../answers.ts";
import type { App } from "../app-type.ts";
import { type Authentication, accountOf } from "../authenticate.ts";
import type { Context } from "../context.ts";
import { idempotencyKeyOf, sendAnswer } from "../idempotency.ts";
import { countSchema, listQuerySchema, sendCount, sendPage } from "../list-query.ts";

const byId = z.object({ id: z.string() });
const read = { scope: scopeOf("key", "read") };
const write = { scope: scopeOf("key", "write") };
const tags = ["Keys"];

const answerOf = (record: ApiKeyRecord, key: string | null): CreatedKey => ({ ...toKey(record), key });

export function keyRoutes(app: App, context: Context, { forget }: Pick<Authentication, "forget">): void {
  const { db } = context;
  const organizationOf = (request: FastifyRequest) => accountOf(request).organization.id;

  /** The answer that is stored for its repetition has no key: what must not be stored is not stored there either. */
  async function sendShownOnce(
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    make: (tx: Db, organizationId: string, now: Date) => Promise<ShownKey>,
  ): Promise<FastifyReply> {
    const organizationId = organizationOf(request);
    const made: ShownKey[] = [];
    const answer = await context.runOnce(organizationId, idempotencyKeyOf(request), async (tx) => {
      const shown = await make(tx, organizationId, context.clock());
      made.push(shown);
      return { status, body: answerOf(shown.record, null) };
    });
    // A transaction that lost a race was made anew: the last one is the one that was committed.
    const shown = made.at(-1);
    if (answer.isReplay || shown === undefined) return sendAnswer(reply, answer);
    forget(shown.record.id);
    return sendAnswer(reply, { status, body: answerOf(shown.record, shown.key) });
  }

  app.get(
    "/keys",
    {
      config: read,
      schema: {
        tags,
        summary: "List API keys, revoked ones too; what they are made of is never shown again",
        querystring: listQuerySchema,
        response: answers({ 200: z.array(keySchema) }),
      },
    },
    (request, reply) =>
      sendPage<ApiKeyRecord, object>({ request, reply, db }, keyList, organizationOf(request), (rows) =>
        rows.map(toKey),
      ),
  );

  app.get(
    "/keys/count",
    {
      config: read,
      schema: {
        tags,
        summary: "Count API keys",
        querystring: listQuerySchema,
        response: answers({ 200: countSchema }),
      },
    },
    (request, reply) => sendCount({ request, reply, db }, keyList, organizationOf(request)),
  );

  app.post(
    "/keys",
    {
      config: write,
      schema: {
        tags,
        summary: "Make an API key; the answer shows it, this once",
        body: keyInputSchema,
        response: answers({ 201: createdKeySchema }),
      },
    },
    (request, reply) => {
      requireCovered(accountOf(request).scopes, request.body.scopes);
      return sendShownOnce(request, reply, 201, (tx, organizationId, now) =>
        createKey(tx, organizationId, request.body, now),
      );
    },
  );

  app.get(
    "/keys/:id",
    {
      config: read,
      schema: { tags, summary: "Get an API key", params: byId, response: answers({ 200: keySchema }) },
    },
    async (request) => toKey(await getKey(db, organizationOf(request), request.params.id)),
  );

  app.post(
    "/keys/:id/rotate",
    {
      config: write,
      schema: {
        tags,
        summary: "Give an API key a new secret; the answer shows it, this once",
        params: byId,
        body: keyRotationSchema.nullish(),
        response: answers({ 200: createdKeySchema }),
      },
    },
    (request, reply) =>
      sendShownOnce(request, reply, 200, async (tx, organizationId, now) => {
        const present = await getKey(tx, organizationId, request.params.id);
        requireCovered(accountOf(request).scopes, present.scopes);
        return rotateKey(tx, present, request.body?.graceSeconds ?? 0, now);
      }),
  );

  app.delete(
    "/keys/:id",
    {
      config: write,
      schema: {
        tags,
        summary: "Revoke an API key; one that is not there has ended",
        params: byId,
        response: answers({ 204: z.undefined() }),
      },
    },
    async (request, reply) => {
      const organizationId = organizationOf(request);
      const answer = await context.runOnce(organizationId, idempotencyKeyOf(request), async (tx) => {
        await revokeKey(tx, organizationId, request.params.id, context.clock());
        return { status: 204, body: undefined };
      });
      forget(request.params.id);
      return sendAnswer(reply, answer);
    },
  );
}
