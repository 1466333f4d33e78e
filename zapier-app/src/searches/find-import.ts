import { type ImportStatus, maxPageSize, sampleImport } from "@firstquadrant/core-client";
import { defineSearch } from "zapier-platform-core";
import { chosenOf } from "../fields/chosen.ts";
import { givenText } from "../fields/given.ts";
import { importOutput, importOutputFields } from "../fields/import-fields.ts";
import { stepThrottle } from "../pace.ts";
import { perform } from "../perform.ts";

/** Where several imports have the name, the one that takes contacts goes first. */
const order = ["running", "draft", "completed"] as const;

const statusChoices = { running: "Running", draft: "Draft", completed: "Completed" } as const satisfies Record<
  ImportStatus,
  string
>;

/** Finds the import of exactly this name, so that a part of a name never sends contacts into another import. */
export const findImport = perform(
  async (client, _z, bundle) => {
    const name = givenText(bundle.inputData.name);
    if (name === undefined) return [];
    const statuses = chosenOf(bundle.inputData.status, statusChoices);
    const imports = await client.imports.list({
      limit: maxPageSize,
      filters: { "name.equals": name, ...(statuses.length > 0 && { "status.in": statuses }) },
    });
    const sorted = imports.toSorted((one, other) => order.indexOf(one.status) - order.indexOf(other.status));
    return sorted.slice(0, 1).map(importOutput);
  },
  { isStep: true },
);

export default defineSearch({
  key: "find_import",
  noun: "Import",
  display: {
    label: "Find Import",
    description: "Finds an import by its name.",
  },
  operation: {
    inputFields: [
      { key: "name", label: "Import Name", type: "string", required: true },
      {
        key: "status",
        label: "Import Status",
        type: "string",
        required: false,
        choices: statusChoices,
        helpText: "Left empty, every status counts, and a running import goes before one that is not.",
      },
    ],
    perform: findImport,
    throttle: stepThrottle,
    sample: importOutput(sampleImport),
    outputFields: importOutputFields(),
  },
});
