import { type Import, type ListParams, maxPageSize, sampleImport } from "@firstquadrant/core-client";
import { importLabel } from "../fields/import-fields.ts";
import { perform } from "../perform.ts";

const toChoice = (one: Import) => ({ id: one.id, label: importLabel(one), name: one.name, status: one.status });

/** What tells one dropdown of imports from another. */
interface ImportDropdown {
  key: string;
  label: string;
  description: string;
  /** Which imports fit where it is used; all of them where none is said. */
  filters?: NonNullable<ListParams["filters"]>;
}

/** Makes a hidden trigger that fills a dropdown with imports, newest first. Zapier asks for each further page. */
export function importDropdown({ key, label, description, filters }: ImportDropdown) {
  const listPage = perform(async (client, z, bundle) => {
    const isFirst = !bundle.meta.page;
    const startingAfter = isFirst ? "" : await z.cursor.get();
    if (!isFirst && !startingAfter) return [];
    const imports = await client.imports.list({
      limit: maxPageSize,
      ...(filters && { filters }),
      ...(startingAfter && { startingAfter }),
    });
    const last = imports.length < maxPageSize ? undefined : imports.at(-1);
    if (last !== undefined || !isFirst) await z.cursor.set(last?.id ?? "");
    return imports.map(toChoice);
  });

  return {
    key,
    noun: "Import",
    display: { label, description, hidden: true },
    operation: {
      type: "polling" as const,
      canPaginate: true,
      perform: listPage,
      sample: toChoice(sampleImport),
      outputFields: [
        { key: "id", label: "Import ID", type: "string" as const },
        { key: "label", label: "Import", type: "string" as const },
        { key: "name", label: "Import Name", type: "string" as const },
        { key: "status", label: "Import Status", type: "string" as const },
      ],
    },
  };
}
