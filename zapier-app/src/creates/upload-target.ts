import { type Client, findOrCreateUpload, type Import } from "@firstquadrant/core-client";
import type { PlainInputField, ZObject } from "zapier-platform-core";
import { givenText } from "../fields/given.ts";
import { importField } from "../fields/import-field.ts";

export const uploadTargetFields: PlainInputField[] = [
  importField("list_imports_with_runs", {
    required: false,
    helpText: "An import that takes files. It reads their columns as it was set up.",
  }),
  {
    key: "import_name",
    label: "Import Name",
    type: "string",
    group: "target",
    required: false,
    helpText:
      "Instead of an import that is there: the same name is the same import, made the first time. Its columns are found by their names, and told in the answer.",
  },
];

/** The import that a file goes to: one that a person chose, or the one of a name. */
export async function uploadTarget(client: Client, z: ZObject, inputData: Record<string, unknown>): Promise<Import> {
  const chosen = givenText(inputData.import_id);
  const name = givenText(inputData.import_name);
  if (chosen === undefined && name === undefined) {
    throw new z.errors.Error("Choose an import, or give one a name: both are empty.", "missing_import");
  }
  const target = chosen === undefined ? await findOrCreateUpload(client, name ?? "") : await client.imports.get(chosen);
  if (target.method !== "upload") {
    throw new z.errors.Error(
      `The import “${target.name}” takes no files. Choose one that does, or leave Import empty and give a new one a name.`,
      "wrong_method",
    );
  }
  if (target.status === "running" && target.fieldMapping === null) {
    throw new z.errors.Error(
      `The import “${target.name}” runs and does not know its columns yet. Complete it with a Complete Import step, or choose its columns in FirstQuadrant, then replay this run.`,
      "missing_columns",
    );
  }
  return target;
}
