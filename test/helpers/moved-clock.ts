import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** The clock of backend processes, put forward while they run. */
export interface MovedClock {
  /** The environment of the processes that go by it. */
  env: Record<string, string>;
  now: () => Date;
  /** Puts it forward to a time; never back. */
  moveTo: (time: Date | string) => void;
  remove: () => void;
}

/** A clock that goes as the machine's does, until it is put forward. Timers go by the machine's. */
export function createMovedClock(): MovedClock {
  const folder = mkdtempSync(path.join(tmpdir(), "fq-clock-"));
  const file = path.join(folder, "ahead");
  let ahead = 0;
  const tell = () => {
    writeFileSync(`${file}.new`, String(ahead));
    renameSync(`${file}.new`, file);
  };
  tell();
  return {
    env: { NODE_OPTIONS: `--import=${path.join(__dirname, "moved-clock.mjs")}`, MOVED_CLOCK_FILE: file },
    now: () => new Date(Date.now() + ahead),
    moveTo: (time) => {
      ahead = Math.max(ahead, new Date(time).getTime() - Date.now());
      tell();
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
