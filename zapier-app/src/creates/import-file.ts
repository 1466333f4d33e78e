import { type Client, type FileRun, fileRun, isRecord } from "@firstquadrant/core-client";
import { type Bundle, defineCreate, type PlainInputField, type ZObject } from "zapier-platform-core";
import { givenText } from "../fields/given.ts";
import { stepGroups } from "../fields/step-groups.ts";
import { download } from "../files/download.ts";
import { sendFile } from "../files/send-file.ts";
import { fileThrottle } from "../pace.ts";
import { perform } from "../perform.ts";
import { beginFile } from "./begin-file.ts";
import { fileOutput, fileOutputFields, fileOutputSample } from "./file-output.ts";
import { uploadTarget, uploadTargetFields } from "./upload-target.ts";

const inputFields: PlainInputField[] = [
  ...uploadTargetFields,
  {
    key: "file",
    label: "File",
    type: "file",
    group: "target",
    required: true,
    helpText: "A CSV or an Excel workbook (.xlsx) with one contact a row: a file of a step before, or its address.",
  },
  {
    key: "encoding",
    label: "Encoding",
    type: "string",
    group: "options",
    required: false,
    helpText: "Only where FirstQuadrant asks for it, such as `windows-1252`. Left empty, it is found.",
  },
  {
    key: "sheet",
    label: "Sheet",
    type: "string",
    group: "options",
    required: false,
    helpText: "The name of a workbook's sheet. Left empty, it is the first one with contacts.",
  },
  {
    key: "when_not_finished",
    label: "When Not Finished",
    type: "string",
    group: "options",
    required: false,
    choices: { stop: "Stop this Zap run", continue: "Go on, and tell the reason" },
    helpText:
      "What happens when the file cannot be worked through, or somebody completes the import before its end. Left empty, the run stops.",
  },
];

/** How often the editor looks again: a person waits there, and Zapier waits for nobody to call back. */
const editorLooks = 8;
const betweenLooksMs = 1000;

const isOver = ({ target, run }: FileRun) => run.endedAt !== null || target.status !== "running";

function ended(z: ZObject, bundle: Bundle, { target, run }: FileRun) {
  const output = fileOutput(target, run);
  const goesOn = givenText(bundle.inputData.when_not_finished)?.toLowerCase() === "continue";
  if (goesOn || output.outcome === "finished" || output.outcome === "running") return output;
  const { received } = run.counts;
  const message = `${output.reason} It took ${received} ${received === 1 ? "row" : "rows"} in before that.`;
  if (output.outcome === "failed") throw new z.errors.Error(message, "run_failed");
  throw new z.errors.HaltedError(message);
}

async function lookAgain(client: Client, begun: FileRun, looksLeft: number): Promise<FileRun> {
  if (isOver(begun) || looksLeft === 0) return begun;
  await new Promise((resolve) => setTimeout(resolve, betweenLooksMs));
  const now = await fileRun(client, begun.target.id, ({ id }) => id === begun.run.id);
  return lookAgain(client, now ?? begun, looksLeft - 1);
}

/** Events can be told again for 30 days. */
const keptDays = 29;
const day = 24 * 60 * 60 * 1000;

/**
 * Has Zapier called when the run is over, or when its import is completed before: then nothing would ever come. What
 * happened since the import was started is told once more, so that a run which is over already is not missed.
 */
async function waitForEnd(client: Client, z: ZObject, { target, run }: FileRun) {
  const { id } = await client.subscriptions.create({
    targetUrl: z.generateCallbackUrl(),
    eventTypes: ["import.run_finished", "import.status_changed"],
    filter: { importIds: [target.id], statuses: ["completed"], runIds: [run.id] },
    description: "A step of a Zap waits for the end of a file.",
  });
  const since = Math.max(Date.parse(target.startedAt ?? "") || 0, Date.now() - keptDays * day);
  await client.subscriptions.replay(id, new Date(since).toISOString());
  return { importId: target.id, runId: run.id, subscriptionId: id };
}

export const importFile = perform(
  async (client, z, bundle) => {
    const { inputData, meta } = bundle;
    const address = givenText(inputData.file);
    if (address === undefined) throw new z.errors.Error("Give the step a file: File is empty.", "no_file");
    const target = await uploadTarget(client, z, inputData);
    const encoding = givenText(inputData.encoding);
    const sheet = givenText(inputData.sheet);
    const said = { ...(encoding && { encoding }), ...(sheet && { sheet }) };
    const fileId = await sendFile(z, bundle, target.id, await download(z, address), said);
    const begun = await beginFile(client, z, target, fileId);
    if (meta.isLoadingSample) return ended(z, bundle, await lookAgain(client, begun, editorLooks));
    return isOver(begun) ? ended(z, bundle, begun) : waitForEnd(client, z, begun);
  },
  { isStep: true },
);

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/**
 * Goes on when Zapier was called. What called is not taken at its word: how far the file came is asked of the API, so
 * that a second call, or one of somebody else, changes nothing.
 */
export const resumeImportFile = perform(
  async (client, z, bundle) => {
    const waited = isRecord(bundle.outputData) ? bundle.outputData : {};
    await client.subscriptions.delete(text(waited.subscriptionId));
    const now = await fileRun(client, text(waited.importId), ({ id }) => id === text(waited.runId));
    if (now !== undefined) return ended(z, bundle, now);
    throw new z.errors.Error("The import no longer knows of this file. Look at the import in FirstQuadrant.", "no_run");
  },
  { isStep: true },
);

export default defineCreate({
  key: "import_file",
  noun: "File",
  display: {
    label: "Import File",
    description:
      "Imports the contacts of a CSV or Excel file, starts the import when needed, and waits for its end. Creates contacts, and updates those that have the same email.",
  },
  operation: {
    inputFieldGroups: [stepGroups.target, stepGroups.options],
    inputFields,
    perform: importFile,
    performResume: resumeImportFile,
    throttle: fileThrottle,
    // Files of one connection arrive one after the other, so two of them never make or start one import at once.
    lock: { key: "import_file", scope: ["auth"], timeout: 60 },
    sample: fileOutputSample,
    outputFields: fileOutputFields,
  },
});
