import { type Import, maxPageSize, sampleImport } from "@firstquadrant/core-client";
import { defineTrigger } from "zapier-platform-core";
import { importLabel } from "../fields/import-fields.ts";
import { perform } from "../perform.ts";

const toChoice = (one: Import) => ({ id: one.id, label: importLabel(one), name: one.name, status: one.status });

/** One page of the dropdown of imports, newest first. Zapier asks for the next when the person wants more. */
export const listImports = perform(async (client, z, bundle) => {
  const isFirst = !bundle.meta.page;
  const startingAfter = isFirst ? "" : await z.cursor.get();
  if (!isFirst && !startingAfter) return [];
  const imports = await client.imports.list({ limit: maxPageSize, ...(startingAfter && { startingAfter }) });
  const last = imports.length < maxPageSize ? undefined : imports.at(-1);
  if (last !== undefined || !isFirst) await z.cursor.set(last?.id ?? "");
  return imports.map(toChoice);
});

export default defineTrigger({
  key: "list_imports",
  noun: "Import",
  display: {
    label: "List Imports",
    description: "Triggers when a list of imports is needed to choose from.",
    hidden: true,
  },
  operation: {
    type: "polling",
    canPaginate: true,
    perform: listImports,
    sample: toChoice(sampleImport),
    outputFields: [
      { key: "id", label: "Import ID", type: "string" },
      { key: "label", label: "Import", type: "string" },
      { key: "name", label: "Import Name", type: "string" },
      { key: "status", label: "Import Status", type: "string" },
    ],
  },
});
