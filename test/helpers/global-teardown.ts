import { rmSync } from "node:fs";

/** Removes what the files of one run shared. */
export default function globalTeardown(): void {
  const { TEST_RUN_FOLDER: folder } = process.env;
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
