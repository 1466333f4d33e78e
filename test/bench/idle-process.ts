/**
 * A program of the bench: a process that has the embedded database of DATA_DIR open and does nothing with it, or that
 * has nothing at all where no DATA_DIR is given. It idles until it is ended.
 */
import { once } from "node:events";

const { DATA_DIR } = process.env;
if (DATA_DIR !== undefined) {
  const { openEmbedded } = await import("../../backend/src/db/embedded.ts");
  await openEmbedded(DATA_DIR);
}
process.stdout.write("IDLE=1\n");
const timer = setInterval(() => undefined, 60_000);
await once(process, "SIGTERM");
clearInterval(timer);
process.exit(0);
