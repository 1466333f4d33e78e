import { readConfig } from "./config.ts";
import { explainStartError } from "./explain-start-error.ts";
import { printBeginning } from "./print-beginning.ts";
import { createService } from "./service.ts";

/** After this many milliseconds an end that was asked for is made, whatever still runs. */
const longestEnd = 10_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const service = await createService(config, () => new Date());
  let isEnding = false;
  const end = (signal: string) => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(1), longestEnd).unref();
    service.stop(signal).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on("SIGTERM", () => end("SIGTERM"));
  process.on("SIGINT", () => end("SIGINT"));
  const beginning = await service.start({
    wantsKey: process.argv.includes("--new-key"),
    wantsLink: process.argv.includes("--new-link"),
  });
  printBeginning(beginning, config);
}

main().catch((error: unknown) => {
  process.stderr.write(`${explainStartError(error)}\n`);
  process.exit(1);
});
