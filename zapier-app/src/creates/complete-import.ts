import { isApiError, sampleImport } from "@firstquadrant/core-client";
import { defineCreate } from "zapier-platform-core";
import { givenText } from "../fields/given.ts";
import { importField } from "../fields/import-field.ts";
import { importOutput, importOutputFields } from "../fields/import-fields.ts";
import { stepGroups } from "../fields/step-groups.ts";
import { stepThrottle } from "../pace.ts";
import { perform } from "../perform.ts";

/**
 * Completes an import. The API does it once, and says of a repeat that it is completed; a remembered answer would leave
 * an import running that was started again since. So it has no key.
 */
export const completeImport = perform(
  async (client, z, bundle) => {
    const id = givenText(bundle.inputData.import_id);
    if (id === undefined) throw new z.errors.Error("Choose an import: Import is empty.", "missing_import");
    try {
      return { ...importOutput(await client.imports.complete(id)), outcome: "completed" };
    } catch (error) {
      if (!isApiError(error) || error.code !== "invalid_transition") throw error;
      const present = await client.imports.get(id);
      if (present.status === "completed") return { ...importOutput(present), outcome: "alreadyCompleted" };
      if (present.status === "running") throw error;
      throw new z.errors.Error(
        `The import “${present.name}” is a draft: it was never started, so there is nothing to complete. Start it in FirstQuadrant, or put a Start Import step before this one.`,
        error.code,
        error.status,
      );
    }
  },
  { isStep: true },
);

export default defineCreate({
  key: "complete_import",
  noun: "Import",
  display: {
    label: "Complete Import",
    description: "Completes a running import: it takes no more contacts until it is started again. Its contacts stay.",
  },
  operation: {
    inputFieldGroups: [stepGroups.target],
    inputFields: [importField("list_running_imports", { required: true })],
    perform: completeImport,
    throttle: stepThrottle,
    sample: {
      ...importOutput({ ...sampleImport, status: "completed", completedAt: "2026-10-02T17:00:00.000Z" }),
      outcome: "completed",
    },
    outputFields: [{ key: "outcome", label: "Outcome", type: "string" }, ...importOutputFields()],
  },
});
