import { sampleImportRunFinishedEvent } from "@firstquadrant/core-client";
import { chosenImports, chosenOf, importsField } from "../fields/chosen.ts";
import { countFields, importOutput, importOutputFields } from "../fields/import-fields.ts";
import { type EventOf, hookTrigger } from "./hook-trigger.ts";

const outcomeChoices = { finished: "Finished", failed: "Failed" } as const;

const toItem = ({ id, createdAt, data: { run, import: of } }: EventOf<"import.run_finished">) => ({
  id,
  createdAt,
  outcome: run.status,
  error: run.error,
  isUnchanged: run.isUnchanged,
  counts: run.counts,
  startedAt: run.startedAt,
  endedAt: run.endedAt,
  runId: run.id,
  import: importOutput(of),
});

export default hookTrigger({
  key: "import_run_finished",
  noun: "Import Run",
  label: "Import Run Finished",
  description: "Triggers when an import has worked through its file or its search, or fails to.",
  eventTypes: ["import.run_finished"],
  inputFields: [
    {
      key: "outcomes",
      label: "Finished or Failed",
      type: "string",
      list: true,
      required: false,
      choices: outcomeChoices,
      helpText: "Left empty, both count.",
    },
    importsField("Left empty, runs of every import count.", "list_imports_with_runs"),
  ],
  filterOf: (inputData) => {
    const outcomes = chosenOf(inputData.outcomes, outcomeChoices);
    return { ...chosenImports(inputData), ...(outcomes.length > 0 && { outcomes }) };
  },
  toItem,
  sample: toItem(sampleImportRunFinishedEvent),
  outputFields: [
    { key: "id", label: "Event ID", type: "string" },
    { key: "createdAt", label: "Finished At", type: "datetime" },
    { key: "outcome", label: "Outcome", type: "string" },
    { key: "error", label: "Error", type: "string" },
    { key: "isUnchanged", label: "Source Is Unchanged", type: "boolean" },
    ...countFields("", "in Run"),
    { key: "startedAt", label: "Run Started At", type: "datetime" },
    { key: "endedAt", label: "Run Ended At", type: "datetime" },
    { key: "runId", label: "Run ID", type: "string" },
    ...importOutputFields("import__"),
  ],
});
