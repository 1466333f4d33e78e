/**
 * Copies a package and all that it needs at run time out of the installed workspace, as plain folders: what a zip
 * can hold. Nothing is resolved anew and nothing is downloaded, so the zip has exactly what the lockfile says.
 */
import { cpSync, existsSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";

const readPackage = (folder) => JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));

/** The folder of a package as Node finds it from another folder: in the nearest node_modules upwards. */
function find(name, folder) {
  const candidate = path.join(folder, "node_modules", name);
  if (existsSync(path.join(candidate, "package.json"))) return candidate;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : find(name, parent);
}

/**
 * @param {string} source A package's folder in the workspace.
 * @param {string} target Where it stands in the staged tree.
 * @param {string} root The staged tree's top.
 */
export function copyDependencies(source, target, root) {
  const { dependencies = {}, optionalDependencies = {} } = readPackage(source);
  for (const name of Object.keys(dependencies)) {
    // Types are of no use at run time; an optional one may be missing.
    if (name in optionalDependencies) continue;
    const installed = find(name, source);
    if (installed === undefined) throw new Error(`${name} is not installed. Run "pnpm install" first.`);
    const folder = realpathSync(installed);
    const { version } = readPackage(folder);

    const visible = find(name, target);
    if (visible?.startsWith(root) && readPackage(visible).version === version) continue;
    // Another version in the way at the top: this one goes next to the only package that asked for it.
    const place = path.join(visible?.startsWith(root) ? target : root, "node_modules", name);
    cpSync(folder, place, { recursive: true, filter: (file) => path.basename(file) !== "node_modules" });
    copyDependencies(folder, place, root);
  }
}
