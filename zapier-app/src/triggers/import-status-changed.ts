import { sampleImportStatusChangedEvent } from "@firstquadrant/core-client";
import { chosenImports, chosenOf, importsField } from "../fields/chosen.ts";
import { importOutput, importOutputFields } from "../fields/import-fields.ts";
import { type EventOf, hookTrigger } from "./hook-trigger.ts";

// Nothing goes back to being a draft.
const statusChoices = { running: "Running", completed: "Completed" } as const;

const toItem = ({ id, createdAt, data }: EventOf<"import.status_changed">) => ({
  id,
  createdAt,
  status: data.status,
  previousStatus: data.previousStatus,
  import: importOutput(data.import),
});

export default hookTrigger({
  key: "import_status_changed",
  noun: "Import",
  label: "Import Status Changed",
  description: "Triggers when an import is started or completed.",
  eventTypes: ["import.status_changed"],
  inputFields: [
    importsField("Left empty, changes of every import count."),
    {
      key: "statuses",
      label: "New Statuses",
      type: "string",
      list: true,
      required: false,
      choices: statusChoices,
      helpText: "Left empty, both count.",
    },
  ],
  filterOf: (inputData) => {
    const statuses = chosenOf(inputData.statuses, statusChoices);
    return { ...chosenImports(inputData), ...(statuses.length > 0 && { statuses }) };
  },
  toItem,
  sample: toItem(sampleImportStatusChangedEvent),
  outputFields: [
    { key: "id", label: "Event ID", type: "string" },
    { key: "createdAt", label: "Changed At", type: "datetime" },
    { key: "status", label: "New Status", type: "string" },
    { key: "previousStatus", label: "Previous Status", type: "string" },
    ...importOutputFields("import__"),
  ],
});
