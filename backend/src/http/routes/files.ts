import { Readable } from "node:stream";
import { importFileSchema, importRunSchema } from "@firstquadrant/core-client/schemas";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { AppError } from "../../errors.ts";
import { fetchFile } from "../../files/fetch-file.ts";
import { findImportFiles, toImportFile } from "../../files/import-files.ts";
import { receiveFile, reformatFile, requireUpload } from "../../files/receive-file.ts";
import { getImport } from "../../imports/find-import.ts";
import { scopeOf } from "../../keys/scope.ts";
import { findRuns } from "../../runs/find-runs.ts";
import { answers } from "../answers.ts";
import type { App } from "../app-type.ts";
import { accountOf } from "../authenticate.ts";
import type { Context } from "../context.ts";
import { detachedBody } from "../detached-body.ts";
import { type FileFields, fileFieldsSchema, overridesOf, overridesSchema, readFileFields } from "../file-fields.ts";
import { readForm } from "../read-form.ts";

const byId = z.object({ id: z.string() });
const read = { scope: scopeOf("import", "read") };
const write = { scope: scopeOf("import", "write") };
const tags = ["Files"];

const fileTypes = [
  "text/csv",
  "text/tab-separated-values",
  "text/plain",
  "application/csv",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.ms-excel",
  "application/octet-stream",
] as const;

const formType = "multipart/form-data";

const urlSchema = z.strictObject({ url: z.string() });

const noFile = () =>
  new AppError(
    "bad_request",
    "The body is neither a file nor a URL of one.",
    'Send the file itself, a form with it, or { "url": "https://…" }.',
  );

const noFileType = (type: string) =>
  new AppError(
    "unsupported_media_type",
    `A body of the type ${type} is no file that an import can read.`,
    `Send the file as ${fileTypes[0]} (curl -T contacts.csv, or --data-binary with -H "Content-Type: ${fileTypes[0]}"), in a form (multipart/form-data), or { "url": … } as application/json.`,
  );

/** Where the bytes of a request's file come from, and what is said of it: in the address, or in the form's fields. */
async function fileOf(
  request: FastifyRequest,
  said: FileFields,
  allowPrivateTargets: boolean,
): Promise<Parameters<typeof receiveFile>[3]> {
  const { name, ...overrides } = said;
  const told = { name: name ?? "contacts.csv", overrides: overridesOf(overrides) };
  const { body, headers } = request;
  if (!(body instanceof Readable)) {
    const parsed = urlSchema.safeParse(body);
    if (!parsed.success) throw noFile();
    const { bytes, from } = await fetchFile(parsed.data.url, { allowPrivateTargets });
    if (bytes === null) throw noFile();
    return { bytes, told: async () => ({ ...told, from }) };
  }
  if (!headers["content-type"]?.startsWith(formType)) return { bytes: body, told: async () => told };
  const { bytes, filename, fields } = await readForm(body, headers);
  return {
    bytes,
    told: async () => {
      const { name: given = name ?? filename, ...rest } = readFileFields(await fields(), "The form's fields are");
      return { name: given?.slice(0, 200) || told.name, overrides: { ...told.overrides, ...overridesOf(rest) } };
    },
  };
}

export async function fileRoutes(parent: App, context: Context): Promise<void> {
  const { db, files } = context;
  const organizationOf = (request: FastifyRequest) => accountOf(request).organization.id;

  // Apart from the others, since here the body is not read before the route has it.
  await parent.register(async (app: App) => {
    app.removeContentTypeParser(["application/x-www-form-urlencoded", "text/plain"]);
    app.addContentTypeParser([...fileTypes, formType], (_request, payload, done) => done(null, detachedBody(payload)));
    // curl -T says no type at all.
    app.addContentTypeParser("*", ({ headers }: FastifyRequest, payload, done) => {
      const type = headers["content-type"];
      if (type === undefined || type === "") done(null, detachedBody(payload));
      else done(noFileType(type));
    });
    // Who is answered before the end of a file sends the rest to nobody.
    app.addHook("onSend", async ({ body }) => {
      if (body instanceof Readable) body.destroy();
    });

    app.put(
      "/imports/:id/file",
      {
        config: { ...write, isUpload: true },
        schema: {
          tags,
          summary: "Upload a file of any size, or name a URL to fetch it from",
          description:
            "The body is the file, a CSV or a workbook (.xlsx); or a form (multipart/form-data) with one file, where the fields name, encoding, delimiter, quote, sheet and headerRow may stand before it or behind it; or { url }. It may be compressed (Content-Encoding). The same bytes sent again are the same file. An import that runs begins with it at once. A connection that breaks leaves nothing.",
          params: byId,
          querystring: fileFieldsSchema,
          response: answers({ 200: importFileSchema }),
        },
      },
      async (request) => {
        const organizationId = organizationOf(request);
        const { name: _, ...overrides } = request.query;
        await requireUpload(db, organizationId, request.params.id, overridesOf(overrides));
        const file = await receiveFile(
          { db, files },
          organizationId,
          request.params.id,
          await fileOf(request, request.query, context.config.allowPrivateTargets),
          context.clock,
        );
        context.wakeRuns();
        return toImportFile(file);
      },
    );
  });

  parent.get(
    "/imports/:id/files",
    {
      config: read,
      schema: {
        tags,
        summary: "List an import's files",
        params: byId,
        response: answers({ 200: z.array(importFileSchema) }),
      },
    },
    async (request) => {
      await getImport(db, organizationOf(request), request.params.id);
      return (await findImportFiles(db, organizationOf(request), request.params.id)).map(toImportFile);
    },
  );

  parent.patch(
    "/imports/:id/files/:fileId",
    {
      config: write,
      schema: {
        tags,
        summary: "Say how a file is to be read",
        params: z.object({ id: z.string(), fileId: z.string() }),
        body: overridesSchema,
        response: answers({ 200: importFileSchema }),
      },
    },
    async (request) => {
      const { id, fileId } = request.params;
      const overrides = overridesOf(request.body);
      return toImportFile(await reformatFile({ db, files }, organizationOf(request), id, fileId, overrides));
    },
  );

  parent.get(
    "/imports/:id/runs",
    {
      config: read,
      schema: {
        tags,
        summary: "List an import's runs, the newest first",
        params: byId,
        response: answers({ 200: z.array(importRunSchema) }),
      },
    },
    async (request) => {
      await getImport(db, organizationOf(request), request.params.id);
      return findRuns(db, organizationOf(request), request.params.id);
    },
  );
}
