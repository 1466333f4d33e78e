import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, realpathSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

/** Unix sockets have short names: longer ones stand in the folder for temporary files. */
const longestSocketPath = 100;

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

/**
 * Takes a folder for this process alone, until the process ends, however it ends.
 * The embedded database has no lock of its own: a second process would lose writes without a word.
 *
 * @throws When another process has the folder.
 */
export async function lockFolder(folder: string): Promise<() => void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const socketPath = socketPathOf(folder);
  if (await answers(socketPath)) {
    throw new Error(`The data folder ${folder} is in use by another process. Stop that one, or set DATA_DIR.`);
  }
  rmSync(socketPath, { force: true });
  const server = createServer((socket) => socket.destroy());
  server.listen(socketPath);
  await once(server, "listening");
  server.unref();
  return () => server.close();
}
