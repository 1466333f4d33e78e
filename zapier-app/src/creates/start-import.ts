import { type ImportMethod, type StartImportResult, sampleStartImportResult } from "@firstquadrant/core-client";
import { defineCreate, type PlainInputField } from "zapier-platform-core";
import { givenText } from "../fields/given.ts";
import { importOutput, importOutputFields } from "../fields/import-fields.ts";
import { stepThrottle } from "../pace.ts";
import { perform } from "../perform.ts";

const methods = { app: "App", webhook: "Webhook" } as const satisfies Partial<Record<ImportMethod, string>>;

const isMethod = (text: string): text is keyof typeof methods => Object.hasOwn(methods, text);

const inputFields: PlainInputField[] = [
  {
    key: "name",
    label: "Import Name",
    type: "string",
    required: true,
    helpText: "The same name is the same import: it is made the first time, and started again when it was completed.",
  },
  {
    key: "method",
    label: "Method",
    type: "string",
    required: false,
    choices: methods,
    helpText: "How contacts reach the import: from an app such as Zapier, unless another is chosen.",
  },
  {
    key: "app",
    label: "App",
    type: "string",
    required: false,
    helpText: "For the method App: whose import it is, when it is not Zapier's own, such as `n8n`.",
  },
];

const startOutput = ({ outcome, import: started }: StartImportResult) => ({ ...importOutput(started), outcome });

/**
 * Starts an import by its name. The request can be repeated at will, and it has to work each time: with a key, a Zap
 * that starts the same import every morning would be told of yesterday's start and start nothing.
 */
export const startImport = perform(
  async (client, z, bundle) => {
    const name = givenText(bundle.inputData.name);
    if (name === undefined) throw new z.errors.Error("Give the import a name: Import Name is empty.", "missing_name");
    const method = givenText(bundle.inputData.method)?.toLowerCase() ?? "app";
    if (!isMethod(method)) {
      throw new z.errors.Error(`Method is “${method}”, and must be App or Webhook.`, "unknown_method");
    }
    const app = givenText(bundle.inputData.app) ?? "zapier";
    return startOutput(await client.imports.findOrCreateAndStart({ name, method, ...(method === "app" && { app }) }));
  },
  { isStep: true },
);

export default defineCreate({
  key: "start_import",
  noun: "Import",
  display: {
    label: "Start Import",
    description: "Starts an import by its name, and creates it when there is none of that name.",
  },
  operation: {
    inputFields,
    perform: startImport,
    throttle: stepThrottle,
    // Runs of one Zap begin together, and one of them makes the import: the others wait for it and find it.
    lock: { key: "start_import-{{bundle.inputData.name}}", scope: ["auth"], timeout: 30 },
    sample: startOutput(sampleStartImportResult),
    outputFields: [{ key: "outcome", label: "Outcome", type: "string" }, ...importOutputFields()],
  },
});
