import { Readable } from "node:stream";
import { MemoryLocker } from "@tus/server";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { getImport } from "../../imports/find-import.ts";
import { scopeOf } from "../../keys/scope.ts";
import { answerTus } from "../answer-tus.ts";
import { answers } from "../answers.ts";
import type { App } from "../app-type.ts";
import { accountOf } from "../authenticate.ts";
import type { Context } from "../context.ts";
import { detachedBody } from "../detached-body.ts";
import { TusStore } from "../tus-store.ts";

const byId = z.object({ id: z.string() });
const byUpload = z.object({ id: z.string(), uploadId: z.string() });
const write = { scope: scopeOf("import", "write") };
const tags = ["Files"];
const day = 24 * 60 * 60 * 1000;

const createdSchema = z.object({
  id: z.string(),
  url: z.string().describe("Where the bytes are sent to, as in the header Location"),
  expiresAt: z.string().describe("An upload that is unfinished then is removed"),
});

/** Resumable uploads, in the tus protocol (tus.io), version 1.0.0. */
export async function uploadRoutes(parent: App, context: Context): Promise<void> {
  const uploadLifeMs = context.config.uploadRetentionDays * day;
  // One for the process. Bytes of two processes meet in the same place of the same file, and are the same.
  const locker = new MemoryLocker();

  async function answer(request: FastifyRequest, reply: FastifyReply, importId: string, id: string | null) {
    const organizationId = accountOf(request).organization.id;
    await getImport(context.db, organizationId, importId);
    const store = new TusStore({ ...context, uploadLifeMs }, organizationId, importId);
    const uploads = `${context.origin()}/v5/imports/${importId}/uploads`;
    const response = await answerTus(request, reply, { store, locker, uploads, id });
    if (store.fileId !== null) context.wakeRuns();
    return response;
  }

  // Apart from the others, since here the body is not read before the route has it.
  await parent.register(async (app: App) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", (_request: FastifyRequest, payload, done) => done(null, detachedBody(payload)));
    // Who is answered before the end of a body sends the rest to nobody.
    app.addHook("onSend", async ({ body }) => {
      if (body instanceof Readable) body.destroy();
    });

    app.options(
      "/imports/:id/uploads",
      { config: write, schema: { hide: true, params: byId } },
      async (request, reply) => {
        await answer(request, reply, request.params.id, null);
        return reply.code(204).send();
      },
    );

    app.post(
      "/imports/:id/uploads",
      {
        config: { ...write, isUpload: true },
        schema: {
          tags,
          summary: "Begin an upload that can be resumed (tus 1.0.0)",
          description:
            "For any tus client. Headers: Tus-Resumable: 1.0.0, Upload-Length, and Upload-Metadata, where filename, encoding, delimiter, quote, sheet and headerRow mean what they mean for PUT /imports/{id}/file. HEAD of the upload's address tells in Upload-Offset how much has arrived. OPTIONS tells the extensions: creation, creation-with-upload, termination, expiration.",
          params: byId,
          response: answers({ 201: createdSchema }),
        },
      },
      async (request, reply) => {
        const response = await answer(request, reply, request.params.id, null);
        const url = response.headers.get("Location") ?? "";
        const id = url.slice(url.lastIndexOf("/") + 1);
        const expiresAt = new Date(context.clock().getTime() + uploadLifeMs).toISOString();
        return reply.code(201).send({ id, url, expiresAt });
      },
    );

    app.head(
      "/imports/:id/uploads/:uploadId",
      { config: write, schema: { hide: true, params: byUpload } },
      async (request, reply) => {
        await answer(request, reply, request.params.id, request.params.uploadId);
        return reply.code(200).send();
      },
    );

    app.patch(
      "/imports/:id/uploads/:uploadId",
      {
        config: { ...write, isUpload: true },
        schema: {
          tags,
          summary: "Send the next bytes of an upload (tus 1.0.0)",
          description:
            "Headers: Tus-Resumable: 1.0.0, Upload-Offset, and Content-Type: application/offset+octet-stream. What was answered for is on the disk. The answer to the last byte comes once the import has the file, and names it in FirstQuadrant-File-ID.",
          params: byUpload,
          response: answers({ 204: z.null() }),
        },
      },
      async (request, reply) => {
        await answer(request, reply, request.params.id, request.params.uploadId);
        return reply.code(204).send();
      },
    );

    app.delete(
      "/imports/:id/uploads/:uploadId",
      {
        config: write,
        schema: {
          tags,
          summary: "Give an upload up (tus 1.0.0): a file that it became stays",
          params: byUpload,
          response: answers({ 204: z.null() }),
        },
      },
      async (request, reply) => {
        await answer(request, reply, request.params.id, request.params.uploadId);
        return reply.code(204).send();
      },
    );
  });
}
