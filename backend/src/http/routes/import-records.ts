import {
  importRowSchema,
  importSampleSchema,
  previewInputSchema,
  previewSchema,
} from "@firstquadrant/core-client/schemas";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { AppError } from "../../errors.ts";
import { firstRecords } from "../../files/first-records.ts";
import { findImportFiles } from "../../files/import-files.ts";
import { type FileRecord, problemsOf } from "../../files/read-records.ts";
import { getImport } from "../../imports/find-import.ts";
import { type ImportRowRecord, importRowList, toImportRow } from "../../imports/import-rows.ts";
import { rowsAsCsv } from "../../imports/rows-csv.ts";
import { findImportSamples } from "../../imports/samples.ts";
import { preview } from "../../intake/preview.ts";
import { scopeOf } from "../../keys/scope.ts";
import { isMendedFile, type Named, readMended, rowIdsOf } from "../../mending/mended-file.ts";
import { firstProspects } from "../../prospects/first-prospects.ts";
import { withoutAddresses } from "../../prospects/without-addresses.ts";
import { answers } from "../answers.ts";
import type { App } from "../app-type.ts";
import { accountOf } from "../authenticate.ts";
import type { Context } from "../context.ts";
import { countSchema, listQuerySchema, paramsOf, sendCount, sendPage } from "../list-query.ts";

const byId = z.object({ id: z.string() });
const read = { scope: scopeOf("import", "read") };
const tags = ["Imports"];

const mostPreviewed = 100;

const noRecords = () =>
  new AppError(
    "validation_error",
    "There is nothing to try: no records were given, and the import has neither a file nor a search of prospects.",
    "Send { records: […] }, upload a file first, PUT /imports/{id}/file, or say which prospects: PATCH /imports/{id}.",
    { details: [{ field: "records", message: "are missing" }] },
  );

export function recordRoutes(app: App, context: Context): void {
  const { db } = context;
  const organizationOf = (request: FastifyRequest) => accountOf(request).organization.id;

  /** The beginning of the newest file of an upload, as records. */
  async function newestFile(organizationId: string, importId: string) {
    const file = (await findImportFiles(db, organizationId, importId)).at(-1);
    if (file === undefined) throw noRecords();
    const read = await firstRecords(context.files, organizationId, file, mostPreviewed);
    const found: (FileRecord & Named)[] = isMendedFile(file.format.columns) ? read.map(readMended) : read;
    const records = found.map(({ values }) => values);
    return { records, problems: problemsOf(found), rowIds: rowIdsOf(found), file: file.format };
  }

  /** What is tried where no records are given: what the import would take in first. */
  async function firstOf(organizationId: string, importId: string) {
    const { method, prospects } = await getImport(db, organizationId, importId);
    if (method !== "prospect" || prospects === null) return newestFile(organizationId, importId);
    return { records: await firstProspects(db, organizationId, importId, prospects, mostPreviewed), areReadable: true };
  }

  app.get(
    "/imports/:id/rows",
    {
      config: read,
      schema: {
        tags,
        summary: "List what an import received, and what became of it",
        params: byId,
        querystring: listQuerySchema,
        response: answers({ 200: z.array(importRowSchema) }),
      },
    },
    async (request, reply) => {
      const organizationId = organizationOf(request);
      await getImport(db, organizationId, request.params.id);
      const source = importRowList(request.params.id);
      return sendPage<ImportRowRecord, object>({ request, reply, db }, source, organizationId, (rows) =>
        rows.map(toImportRow),
      );
    },
  );

  app.get(
    "/imports/:id/rows.csv",
    {
      config: read,
      schema: {
        tags,
        summary: "An import's rows as a CSV, under filters such as filter.outcome.equals=rejected",
        params: byId,
        querystring: listQuerySchema,
        response: answers({ 200: z.string() }),
      },
    },
    async (request, reply) => {
      const organizationId = organizationOf(request);
      const { name } = await getImport(db, organizationId, request.params.id);
      const { filters } = paramsOf(request);
      reply.header("Content-Type", "text/csv; charset=utf-8");
      reply.header("Content-Disposition", `attachment; filename*=UTF-8''${encodeURIComponent(name)}.csv`);
      return reply.send(await rowsAsCsv(db, organizationId, request.params.id, filters));
    },
  );

  app.get(
    "/imports/:id/rows/count",
    {
      config: read,
      schema: {
        tags,
        summary: "Count an import's rows",
        params: byId,
        querystring: listQuerySchema,
        response: answers({ 200: countSchema }),
      },
    },
    async (request, reply) => {
      const organizationId = organizationOf(request);
      await getImport(db, organizationId, request.params.id);
      return sendCount({ request, reply, db }, importRowList(request.params.id), organizationId);
    },
  );

  app.post(
    "/imports/:id/preview",
    {
      config: read,
      schema: {
        tags,
        summary: "See what would happen to records; nothing is stored",
        params: byId,
        body: previewInputSchema.nullish(),
        response: answers({ 200: previewSchema }),
      },
    },
    async (request) => {
      const { records, ...rest } = request.body ?? {};
      const organizationId = organizationOf(request);
      const tried = records === undefined ? await firstOf(organizationId, request.params.id) : { records };
      const shown = await preview(db, organizationId, request.params.id, { ...tried, ...rest }, context.clock());
      return "areReadable" in tried ? withoutAddresses(shown) : shown;
    },
  );

  app.get(
    "/imports/:id/samples",
    {
      config: read,
      schema: {
        tags,
        summary: "The newest records that a draft kept as samples",
        params: byId,
        response: answers({ 200: z.array(importSampleSchema) }),
      },
    },
    async (request) => {
      const organizationId = organizationOf(request);
      await getImport(db, organizationId, request.params.id);
      return findImportSamples(db, organizationId, request.params.id);
    },
  );
}
