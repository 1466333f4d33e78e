import { nodeBinary } from "./toolchain.mjs";

/** The Node to run the backend on: our own where it reads TypeScript by itself, which it does from 22.18 on. */
export async function backendNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const stripsTypes = major > 23 || (major === 22 && minor >= 18) || (major === 23 && minor >= 6);
  return stripsTypes ? process.execPath : nodeBinary(24);
}

/**
 * How Node runs the backend. Young objects are swept away in small portions: an import makes many and keeps few, and
 * larger portions only take memory.
 */
export const backendFlags = ["--conditions=source", "--max-semi-space-size=8"];
