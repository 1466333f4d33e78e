import { statfsSync } from "node:fs";

/** PostgreSQL's log grows by files of 16 MB; where there is no room for one, it panics. This is room for some. */
const reserve = 64 * 1024 * 1024;

/**
 * Refuses a write while the disk is nearly full: it can be sent again once there is room, and reading goes on.
 *
 * @throws An error of the code ENOSPC.
 */
export function requireRoom(folder: string): void {
  const { blocks, bavail, bsize } = statfsSync(folder);
  // Some file systems do not tell.
  if (blocks === 0 || bavail * bsize >= reserve) return;
  const message = `There are less than ${reserve / 1024 / 1024} MB left on the disk of ${folder}`;
  throw Object.assign(new Error(message), { code: "ENOSPC" });
}
