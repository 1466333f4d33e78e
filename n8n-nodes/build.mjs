// Bundles the nodes with what they take from core-client: n8n installs no dependency of a community package.
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const here = import.meta.dirname;
const { n8n } = JSON.parse(readFileSync(path.join(here, 'package.json'), 'utf8'));
const outputs = [...n8n.credentials, ...n8n.nodes].map((file) => file.replace(/^dist\//, ''));

/** Checks the types, and writes into a folder what n8n loads. */
export async function build(folder) {
	const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
	execFileSync(process.execPath, [compiler, '-p', here], { stdio: 'inherit' });

	rmSync(folder, { recursive: true, force: true });
	await esbuild.build({
		absWorkingDir: here,
		entryPoints: outputs.map((file) => file.replace(/\.js$/, '.ts')),
		outbase: '.',
		outdir: folder,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		target: 'node20',
		external: ['n8n-workflow'],
		legalComments: 'none',
		logLevel: 'warning',
	});
	const codexes = n8n.nodes.map((file) => file.replace(/^dist\//, '').replace(/\.js$/, '.json'));
	for (const file of ['icons', ...codexes]) {
		cpSync(path.join(here, file), path.join(folder, file), { recursive: true });
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build(path.join(here, 'dist'));
