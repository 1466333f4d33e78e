import { maxBatchSize } from "@firstquadrant/core-client";
import { batchInputSchema, batchResultSchema, intakeResultSchema } from "@firstquadrant/core-client/schemas";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { withinOrganization } from "../../db/reach.ts";
import { AppError, notFound } from "../../errors.ts";
import { createKnowsTrigger } from "../../imports/knows-trigger.ts";
import type { IntakeRequest } from "../../intake/intake-request.ts";
import { scopeOf } from "../../keys/scope.ts";
import { readToken } from "../../keys/secret.ts";
import { answers } from "../answers.ts";
import type { App } from "../app-type.ts";
import { accountOf } from "../authenticate.ts";
import type { Context } from "../context.ts";
import { idempotencyKeyOf, sendAnswer } from "../idempotency.ts";
import type { LimitRate } from "../limit-rate.ts";

const byId = z.object({ id: z.string() });
const write = { scope: scopeOf("contact", "write") };
const tags = ["Taking contacts in"];

// A record is looked at one by one when it is taken in: a bad one must not spoil its neighbours.
const anyRecord = z
  .unknown()
  .meta({ description: "{ contact, company?, data?, clear? }, or any app's own JSON that the import's mapping reads" });

const tooMany = (count: number) =>
  new AppError(
    "validation_error",
    count === 0 ? "The body holds no record." : `The body holds ${count} records.`,
    `Send 1 to ${maxBatchSize} records in one request. Nothing was stored.`,
    { details: [{ field: "", message: `holds ${count} records, not 1 to ${maxBatchSize}` }] },
  );

export function intakeRoutes(app: App, context: Context, limitRate: LimitRate): void {
  const knowsTrigger = createKnowsTrigger(context.db, context.clock);

  const take = async (
    request: FastifyRequest,
    reply: FastifyReply,
    intake: Omit<IntakeRequest, "idempotency" | "heldIds">,
  ) => {
    const answer = await context.intake.submit({ ...intake, idempotency: idempotencyKeyOf(request), heldIds: [] });
    return sendAnswer(reply, answer);
  };

  const takeFromApi = (
    request: FastifyRequest,
    reply: FastifyReply,
    facts: Pick<IntakeRequest, "importId" | "form" | "records" | "onConflict" | "rowIds">,
  ) =>
    take(request, reply, {
      organizationId: accountOf(request).organization.id,
      source: "api",
      triggerSecret: null,
      ...facts,
    });

  app.post(
    "/imports/:id/contacts",
    {
      config: write,
      schema: {
        tags,
        summary: "Take one contact into a running import",
        params: byId,
        body: anyRecord,
        response: answers({ 200: intakeResultSchema }),
      },
    },
    (request, reply) =>
      takeFromApi(request, reply, {
        importId: request.params.id,
        form: "one",
        records: [request.body],
        onConflict: null,
      }),
  );

  app.post(
    "/imports/:id/contacts/batch",
    {
      config: write,
      schema: {
        tags,
        summary: `Take up to ${maxBatchSize} contacts into a running import; each has its own result, in the order sent`,
        params: byId,
        body: batchInputSchema,
        response: answers({ 200: batchResultSchema }),
      },
    },
    (request, reply) => {
      const { records, onConflict, rowIds } = request.body;
      return takeFromApi(request, reply, {
        importId: request.params.id,
        form: "many",
        records,
        onConflict: onConflict ?? null,
        rowIds,
      });
    },
  );

  app.post(
    "/imports/:id/trigger/:hash",
    {
      schema: {
        tags,
        summary: "Send records to an import; the address is the credential",
        description:
          "One record, a list of them, or one a line (application/x-ndjson): in the API's shape, or as any app sends them.",
        security: [],
        params: z.object({ id: z.string(), hash: z.string() }),
        body: anyRecord,
        response: answers({ 200: z.union([intakeResultSchema, batchResultSchema]) }),
      },
    },
    async (request, reply) => {
      const { id, hash } = request.params;
      // By the whole address: who guesses at it must not use up the calls of those who know it.
      await limitRate(request, reply, `trigger ${id} ${hash}`);
      const token = readToken(hash);
      if (token === null) throw notFound("import", id);
      const { organizationId, secret } = token;
      const isKnown = await withinOrganization(organizationId, () => knowsTrigger(organizationId, id, secret));
      if (!isKnown) throw notFound("import", id);
      const isList = Array.isArray(request.body);
      const records: unknown[] = Array.isArray(request.body) ? request.body : [request.body];
      if (records.length === 0 || records.length > maxBatchSize) throw tooMany(records.length);
      return take(request, reply, {
        organizationId,
        importId: id,
        source: "trigger",
        triggerSecret: secret,
        records,
        form: isList ? "many" : "one",
        onConflict: null,
      });
    },
  );
}
