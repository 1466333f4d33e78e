import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { unzipSync } from "fflate";

/** Unzips a build into a folder that nobody may write to, as it stands in a Lambda. */
export async function unzipBuild(zip: string): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "zapier-task-"));
  const folders = new Set([folder]);
  for (const [name, content] of Object.entries(unzipSync(await readFile(zip)))) {
    const target = path.join(folder, name);
    await mkdir(path.dirname(target), { recursive: true });
    for (let up = path.dirname(target); up !== folder; up = path.dirname(up)) folders.add(up);
    await writeFile(target, content, { mode: 0o444 });
  }
  for (const one of folders) await chmod(one, 0o555);
  return {
    folder,
    remove: async () => {
      for (const one of folders) await chmod(one, 0o755);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
