import type { ImportMethod } from "@firstquadrant/core-client";
import {
  importInputSchema,
  importPatchSchema,
  importSchema,
  startImportInputSchema,
  startImportResultSchema,
} from "@firstquadrant/core-client/schemas";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Db } from "../../db/db.ts";
import { AppError } from "../../errors.ts";
import { sourceUrlOf } from "../../files/check-source-url.ts";
import { createImport } from "../../imports/create-import.ts";
import { deleteImport } from "../../imports/delete-import.ts";
import { getImport, lockImport } from "../../imports/find-import.ts";
import { findOrCreateAndStart } from "../../imports/find-or-create-and-start.ts";
import { importList } from "../../imports/import-list.ts";
import { type ImportRecord, toImport } from "../../imports/import-record.ts";
import { type Transition, transition } from "../../imports/transition.ts";
import { rotateTrigger, updateImport } from "../../imports/update-import.ts";
import { scopeOf } from "../../keys/scope.ts";
import { runNow } from "../../runs/run-now.ts";
import { answers } from "../answers.ts";
import type { App } from "../app-type.ts";
import { accountOf } from "../authenticate.ts";
import type { Context } from "../context.ts";
import { sendOnce } from "../idempotency.ts";
import { countSchema, listQuerySchema, sendCount, sendPage } from "../list-query.ts";
import { etagOf } from "../response-headers.ts";

const byId = z.object({ id: z.string() });
const read = { scope: scopeOf("import", "read") };
const write = { scope: scopeOf("import", "write") };
const tags = ["Imports"];

const changedMeanwhile = () =>
  new AppError(
    "precondition_failed",
    "The import was changed after you read it.",
    "GET it again, apply your change to what it is now, and send that with the new ETag.",
  );

export function importRoutes(app: App, context: Context): void {
  const { db } = context;
  const organizationOf = (request: FastifyRequest) => accountOf(request).organization.id;
  const readSource = <Given extends { sourceUrl?: string | null }>(method: ImportMethod, given: Given): Given =>
    typeof given.sourceUrl === "string"
      ? { ...given, sourceUrl: sourceUrlOf(method, given.sourceUrl, context.config.allowPrivateTargets) }
      : given;
  const show = (record: ImportRecord) => toImport(record, context.origin());

  app.get(
    "/imports",
    {
      config: read,
      schema: {
        tags,
        summary: "List imports",
        querystring: listQuerySchema,
        response: answers({ 200: z.array(importSchema) }),
      },
    },
    (request, reply) =>
      sendPage<ImportRecord, object>({ request, reply, db }, importList, organizationOf(request), (rows) =>
        rows.map(show),
      ),
  );

  app.get(
    "/imports/count",
    {
      config: read,
      schema: { tags, summary: "Count imports", querystring: listQuerySchema, response: answers({ 200: countSchema }) },
    },
    (request, reply) => sendCount({ request, reply, db }, importList, organizationOf(request)),
  );

  app.post(
    "/imports",
    {
      config: write,
      schema: {
        tags,
        summary: "Make an import, as a draft",
        body: importInputSchema,
        response: answers({ 201: importSchema }),
      },
    },
    (request, reply) =>
      sendOnce(context, request, reply, async (tx, organizationId, now) => ({
        status: 201,
        body: show(await createImport(tx, organizationId, readSource(request.body.method, request.body), now)),
      })),
  );

  app.put(
    "/imports/start",
    {
      config: write,
      schema: {
        tags,
        summary: "Find or make an import by its name, method and app, and start it",
        body: startImportInputSchema,
        response: answers({ 200: startImportResultSchema }),
      },
    },
    async (request, reply) => {
      let started: string | null = null;
      const sent = await sendOnce(context, request, reply, async (tx, organizationId, now) => {
        const result = await findOrCreateAndStart(tx, organizationId, request.body, { origin: context.origin(), now });
        started = result.outcome === "started" ? result.import.id : null;
        return { status: 200, body: result };
      });
      if (started !== null) context.onImportStarted(organizationOf(request), started);
      return sent;
    },
  );

  app.get(
    "/imports/:id",
    {
      config: read,
      schema: { tags, summary: "Get an import", params: byId, response: answers({ 200: importSchema }) },
    },
    async (request) => show(await getImport(db, organizationOf(request), request.params.id)),
  );

  app.patch(
    "/imports/:id",
    {
      config: write,
      schema: {
        tags,
        summary: "Change an import; with If-Match only as it was read",
        params: byId,
        body: importPatchSchema,
        response: answers({ 200: importSchema }),
      },
    },
    async (request, reply) => {
      const sent = await sendOnce(context, request, reply, async (tx, organizationId, now) => {
        const present = await lockImport(tx, organizationId, request.params.id);
        const expected = request.headers["if-match"];
        const isAsRead =
          expected === undefined || expected === "*" || expected === etagOf(JSON.stringify(show(present)));
        if (!isAsRead) throw changedMeanwhile();
        const patch = readSource(present.method, request.body);
        const record = await updateImport(tx, organizationId, request.params.id, patch, now);
        return { status: 200, body: show(record) };
      });
      if (request.body.qualification !== undefined) {
        context.onQuestionsChanged(organizationOf(request), request.params.id);
      }
      return sent;
    },
  );

  app.delete(
    "/imports/:id",
    {
      config: write,
      schema: {
        tags,
        summary: "Delete an import that is not running; its contacts stay",
        params: byId,
        response: answers({ 204: z.undefined() }),
      },
    },
    async (request, reply) => {
      let files: string[] = [];
      const sent = await sendOnce(context, request, reply, async (tx, organizationId) => {
        files = await deleteImport(tx, organizationId, request.params.id);
        return { status: 204, body: undefined };
      });
      // A process that dies here leaves them to the sweep.
      for (const file of files) await context.files.remove(organizationOf(request), file);
      return sent;
    },
  );

  const move = async (request: FastifyRequest, reply: FastifyReply, id: string, name: Transition) => {
    const sent = await sendOnce(context, request, reply, async (tx: Db, organizationId, now) => ({
      status: 200,
      body: show(await transition(tx, organizationId, id, name, now)),
    }));
    if (name === "start") context.onImportStarted(organizationOf(request), id);
    return sent;
  };

  app.post(
    "/imports/:id/start",
    {
      config: write,
      schema: {
        tags,
        summary: "Start an import, or start it again",
        params: byId,
        response: answers({ 200: importSchema }),
      },
    },
    (request, reply) => move(request, reply, request.params.id, "start"),
  );

  app.post(
    "/imports/:id/run",
    {
      config: write,
      schema: {
        tags,
        summary: "Run a running import now, out of its schedule",
        description:
          "Works through its source at once; when it is due next stays as it is. A run that is open already is the one: " +
          "the answer's `lastRun`.",
        params: byId,
        response: answers({ 200: importSchema }),
      },
    },
    async (request, reply) => {
      const sent = await sendOnce(context, request, reply, async (tx, organizationId, now) => ({
        status: 200,
        body: show(await runNow(tx, organizationId, request.params.id, now)),
      }));
      context.wakeRuns();
      return sent;
    },
  );

  app.post(
    "/imports/:id/complete",
    {
      config: write,
      schema: { tags, summary: "Complete a running import", params: byId, response: answers({ 200: importSchema }) },
    },
    (request, reply) => move(request, reply, request.params.id, "complete"),
  );

  app.post(
    "/imports/:id/trigger/rotate",
    {
      config: write,
      schema: {
        tags,
        summary: "Give the trigger a new address; the old one ends at once",
        params: byId,
        response: answers({ 200: importSchema }),
      },
    },
    (request, reply) =>
      sendOnce(context, request, reply, async (tx, organizationId, now) => ({
        status: 200,
        body: show(await rotateTrigger(tx, organizationId, request.params.id, now)),
      })),
  );
}
