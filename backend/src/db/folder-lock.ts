import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, realpathSync, renameSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

/** Unix sockets have short names, of 103 bytes at most on some systems: longer ones stand in the folder for temporary files. */
const longestSocketPath = 90;

function socketPathOf(folder: string): string {
  const digest = createHash("sha256").update(realpathSync(folder)).digest("hex").slice(0, 24);
  if (process.platform === "win32") return `\\\\.\\pipe\\firstquadrant-${digest}`;
  const inside = path.join(realpathSync(folder), "lock.sock");
  return inside.length <= longestSocketPath ? inside : path.join(tmpdir(), `firstquadrant-${digest}.sock`);
}

const answers = (socketPath: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(socketPath);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });

const inUse = (folder: string) =>
  new Error(`The data folder ${folder} is in use by another process. Stop that one, or set DATA_DIR.`);

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;

/** Listens; null when the name is taken, by a process that lives or by one that died. */
async function tryListen(socketPath: string): Promise<Server | null> {
  const server = createServer((socket) => socket.destroy());
  server.listen(socketPath);
  try {
    await once(server, "listening");
    return server;
  } catch (error) {
    if (isCode(error, "EADDRINUSE")) return null;
    throw error;
  }
}

/**
 * Removes what a dead process left. Of several that do so at once one might meet what another has just made, so it is
 * put aside and looked at once more before it goes.
 *
 * @returns False when a living process has it.
 */
async function removeDead(socketPath: string): Promise<boolean> {
  if (await answers(socketPath)) return false;
  const aside = `${socketPath}.${process.pid}`;
  try {
    renameSync(socketPath, aside);
  } catch (error) {
    // Another was quicker.
    if (isCode(error, "ENOENT")) return true;
    throw error;
  }
  const isAlive = await answers(aside);
  if (isAlive) renameSync(aside, socketPath);
  else rmSync(aside, { force: true });
  return !isAlive;
}

/**
 * Takes a folder for this process alone, until the process ends, however it ends.
 * The embedded database has no lock of its own: a second process would lose writes without a word.
 *
 * @throws When another process has the folder.
 */
export async function lockFolder(folder: string): Promise<() => void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const socketPath = socketPathOf(folder);
  const server = (await tryListen(socketPath)) ?? ((await removeDead(socketPath)) ? await tryListen(socketPath) : null);
  if (server === null) throw inUse(folder);
  server.unref();
  return () => server.close();
}
