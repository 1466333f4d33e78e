// Makes the tarball that is published, in the folder that is named, and prints its path. It is put together
// aside: what is packed at the same time somewhere else is never half built.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pnpm } from '../tools/toolchain.mjs';
import { build } from './build.mjs';

const here = import.meta.dirname;
const folder = path.resolve(process.argv[2] ?? here);
const staged = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-'));
try {
	await build(path.join(staged, 'dist'));
	// What the package is built with is of no use to those who install it.
	const { devDependencies: _, scripts: __, ...manifest } = JSON.parse(
		readFileSync(path.join(here, 'package.json'), 'utf8'),
	);
	writeFileSync(path.join(staged, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
	for (const file of ['README.md', 'LICENSE']) cpSync(path.join(here, file), path.join(staged, file));
	await pnpm(['pack', '--pack-destination', folder], { cwd: staged });
	console.log(path.join(folder, `${manifest.name}-${manifest.version}.tgz`));
} finally {
	rmSync(staged, { recursive: true, force: true });
}
