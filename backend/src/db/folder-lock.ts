import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { FolderInUseError } from "./folder-in-use-error.ts";

/** Unix sockets have names of about a hundred bytes: longer ones stand in the folder for temporary files. */
const longestSocketPath = 100;
const lookAgainMs = 20;
/** How long the end of another's attempt is waited for. */
const longestAttemptMs = 5000;
const longestAnswerMs = 2000;

/** What a process answers of its hold on the folder; `dead` is one that does not answer. */
type Hold = "held" | "trying" | "dead";

/** Where the sockets of a folder's lock stand, and what their names begin with: every process has one of its own. */
function placeOf(folder: string): { within: string; prefix: string } {
  const real = realpathSync(folder);
  if (path.join(real, "lock-000000000000.sock").length <= longestSocketPath) return { within: real, prefix: "lock-" };
  const digest = createHash("sha256").update(real).digest("hex").slice(0, 24);
  return { within: tmpdir(), prefix: `firstquadrant-${digest}-` };
}

const isGone = (error: unknown): boolean =>
  typeof error === "object" &&
  error !== null &&
  "code" in error &&
  ["ECONNREFUSED", "ECONNRESET", "ENOENT"].includes(String(error.code));

/** Who is there and too busy to answer has the folder: whoever still tries has nothing else to do. */
async function askHold(socketPath: string): Promise<Hold> {
  const socket = connect(socketPath);
  try {
    await once(socket, "connect");
    const answer = await Promise.race([text(socket), sleep(longestAnswerMs, "held", { ref: false })]);
    return answer === "trying" ? "trying" : "held";
  } catch (error) {
    return isGone(error) ? "dead" : "held";
  } finally {
    socket.destroy();
  }
}

/** What another process says in the end. A name is never used twice, so what a dead one left can be removed. */
async function waitForHold(socketPath: string, isAwaited: boolean): Promise<Hold> {
  const end = Date.now() + longestAttemptMs;
  for (;;) {
    const hold = await askHold(socketPath);
    if (hold === "dead") rmSync(socketPath, { force: true });
    if (hold !== "trying" || !isAwaited || Date.now() > end) return hold;
    await sleep(lookAgainMs);
  }
}

/**
 * Decides between processes that try at once. Everyone listens before he looks, so of any two at least one sees the
 * other: he gives way to one who holds the folder, and to a smaller name; for a greater one he waits, which gives way
 * to him or had looked before and holds the folder then.
 */
async function isOurs(within: string, prefix: string, own: string): Promise<boolean> {
  const others = readdirSync(within).filter(
    (name) => name.startsWith(prefix) && name.endsWith(".sock") && name !== own,
  );
  for (const other of others) {
    const hold = await waitForHold(path.join(within, other), other > own);
    if (hold !== "dead") return false;
  }
  return true;
}

async function listenAt(socketPath: string, answer: () => Hold): Promise<Server> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.end(answer());
  });
  server.listen(socketPath);
  await once(server, "listening");
  return server.unref();
}

/** Windows frees the name of a pipe when its process ends, and gives it to one alone. */
async function lockPipe(folder: string): Promise<Server | null> {
  const digest = createHash("sha256").update(realpathSync(folder)).digest("hex").slice(0, 24);
  return listenAt(`\\\\.\\pipe\\firstquadrant-${digest}`, () => "held").catch(() => null);
}

async function lockSocket(folder: string): Promise<Server | null> {
  const { within, prefix } = placeOf(folder);
  const own = `${prefix}${randomBytes(6).toString("hex")}.sock`;
  let hold: Hold = "trying";
  const server = await listenAt(path.join(within, own), () => hold);
  if (await isOurs(within, prefix, own)) {
    hold = "held";
    return server;
  }
  server.close();
  return null;
}

/**
 * Takes a folder for this process alone, until the process ends, however it ends.
 * The embedded database has no lock of its own: a second process would lose writes without a word.
 *
 * @throws FolderInUseError When another process has the folder.
 */
export async function lockFolder(folder: string): Promise<() => void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const server = await (process.platform === "win32" ? lockPipe(folder) : lockSocket(folder));
  if (server === null) throw new FolderInUseError(folder);
  return () => server.close();
}
