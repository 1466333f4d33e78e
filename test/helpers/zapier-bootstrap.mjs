// The inside of the process that stands in for Zapier's Lambda: one event per line on descriptor 3, one answer per
// line on descriptor 4. Standard output stays the integration's own.
import { createWriteStream } from "node:fs";
import { Socket } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const answers = createWriteStream("", { fd: 4 });
const { handler } = await import(pathToFileURL(path.join(process.argv[2], "zapierwrapper.js")).href);

async function answer({ event, awsRequestId, endsAt }) {
  const context = { awsRequestId, functionName: "zapier", getRemainingTimeInMillis: () => endsAt - Date.now() };
  try {
    return { result: await handler(event, context) };
  } catch (error) {
    return { errorType: error?.name, errorMessage: error?.message, trace: error?.stack };
  }
}

// A file's stream would hold the process where the integration ends it.
for await (const line of createInterface({ input: new Socket({ fd: 3, writable: false }) })) {
  answers.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
}
