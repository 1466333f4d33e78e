import { writeSync } from "node:fs";

/**
 * Ends the process from within a panic of the embedded database. PGlite spins for ever after one: nothing would be
 * answered again, and nobody could end it in another way.
 */
export function endAtOnce(message: string): never {
  writeSync(
    2,
    `The embedded database cannot go on: ${message}. What was answered for is stored. If the disk is full, make room; then start again.\n`,
  );
  process.exit(1);
}
