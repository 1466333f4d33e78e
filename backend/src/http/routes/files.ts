import { Readable } from "node:stream";
import { importFileSchema, importRunSchema } from "@firstquadrant/core-client/schemas";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { AppError } from "../../errors.ts";
import { fetchFile } from "../../files/fetch-file.ts";
import type { FormatOverrides } from "../../files/format.ts";
import { findImportFiles, toImportFile } from "../../files/import-files.ts";
import { receiveFile, reformatFile } from "../../files/receive-file.ts";
import { getImport } from "../../imports/find-import.ts";
import { scopeOf } from "../../keys/scope.ts";
import { findRuns } from "../../runs/find-runs.ts";
import { answers } from "../answers.ts";
import type { App } from "../app-type.ts";
import { accountOf } from "../authenticate.ts";
import type { Context } from "../context.ts";

const byId = z.object({ id: z.string() });
const read = { scope: scopeOf("import", "read") };
const write = { scope: scopeOf("import", "write") };
const tags = ["Files"];

const csvTypes = ["text/csv", "text/tab-separated-values", "application/csv", "application/octet-stream"];

const headerRow = z.coerce.number("is no line").int("is no line").min(0, "is no line").max(1000, "is too far down");

const overridesSchema = z.strictObject({
  encoding: z.string().exactOptional(),
  delimiter: z.string().exactOptional(),
  headerRow: headerRow.exactOptional(),
});

const querySchema = overridesSchema.extend({ name: z.string().max(200).exactOptional() });

const urlSchema = z.strictObject({ url: z.string() });

const overridesOf = ({ encoding, delimiter, headerRow: row }: FormatOverrides): FormatOverrides => ({
  ...(encoding !== undefined && { encoding }),
  ...(delimiter !== undefined && { delimiter }),
  ...(row !== undefined && { headerRow: row }),
});

const noFile = () =>
  new AppError(
    "bad_request",
    "The body is neither a file nor a URL of one.",
    'Send the CSV, or { "url": "https://…" }.',
  );

async function bytesOf(body: unknown, allowPrivateTargets: boolean): Promise<Readable> {
  if (body instanceof Readable) return body;
  const parsed = urlSchema.safeParse(body);
  if (!parsed.success) throw noFile();
  return fetchFile(parsed.data.url, allowPrivateTargets);
}

export async function fileRoutes(parent: App, context: Context): Promise<void> {
  const { db, files } = context;
  const organizationOf = (request: FastifyRequest) => accountOf(request).organization.id;

  // Apart from the others, since here the body of a CSV is not read before the route has it.
  await parent.register(async (app: App) => {
    app.addContentTypeParser(csvTypes, (_request, payload, done) => done(null, payload));

    app.put(
      "/imports/:id/file",
      {
        config: write,
        schema: {
          tags,
          summary: "Upload a CSV of any size, or name a URL to fetch it from",
          description: "The same bytes sent again are the same file. An import that runs begins with it at once.",
          params: byId,
          querystring: querySchema,
          response: answers({ 200: importFileSchema }),
        },
      },
      async (request) => {
        const { name, ...overrides } = request.query;
        const { file } = await receiveFile(
          { db, files },
          organizationOf(request),
          request.params.id,
          {
            bytes: await bytesOf(request.body, context.config.allowPrivateTargets),
            name: name ?? "contacts.csv",
            overrides: overridesOf(overrides),
          },
          context.clock(),
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
