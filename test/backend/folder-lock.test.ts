import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { lockFolder } from "../../backend/src/db/folder-lock.ts";

/** Takes the folder as a process does that is killed with it. */
const dieWith = (folder: string): void => {
  const program = `require("node:net").createServer().listen(process.argv[1], () => process.kill(process.pid, "SIGKILL"))`;
  const { signal } = spawnSync(process.execPath, ["-e", program, path.join(folder, "lock-0123456789ab.sock")]);
  expect(signal).toBe("SIGKILL");
};

describe("the lock of a data folder", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "fq-lock-"));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  test("is had by one, and free again when it is given back", async () => {
    const unlock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow("in use by another process");
    unlock();
    const again = await lockFolder(folder);
    again();
  });

  test("that a dead process left is had by exactly one of eight that come at once", async () => {
    for (let round = 0; round < 10; round += 1) {
      dieWith(folder);
      const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)));
      const unlocks = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
      expect(unlocks).toHaveLength(1);
      await expect(lockFolder(folder)).rejects.toThrow("in use by another process");
      for (const unlock of unlocks) unlock();
    }
  });
});
