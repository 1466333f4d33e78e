import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(__dirname, "../..");

/** The paths of all files that are committed, or would be: from the repository's root, with "/". */
export function listFiles(): string[] {
  const list = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root });
  const files = list.toString("utf8").split("\0").filter(Boolean);
  return files.filter((file) => existsSync(path.join(root, file)));
}

export function readFile(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}
