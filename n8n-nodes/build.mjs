// Bundles the nodes with what they take from core-client: n8n installs no dependency of a community package.
import { execFileSync } from 'node:child_process';
import { cpSync, globSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const { n8n } = JSON.parse(readFileSync(path.join(here, 'package.json'), 'utf8'));
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
execFileSync(process.execPath, [compiler, '-p', here], { stdio: 'inherit' });

rmSync(path.join(here, 'dist'), { recursive: true, force: true });
await build({
	absWorkingDir: here,
	entryPoints: [...n8n.credentials, ...n8n.nodes].map((file) =>
		file.replace(/^dist\//, '').replace(/\.js$/, '.ts'),
	),
	outbase: '.',
	outdir: 'dist',
	bundle: true,
	platform: 'node',
	format: 'cjs',
	target: 'node20',
	conditions: ['source'],
	external: ['n8n-workflow'],
	legalComments: 'none',
	logLevel: 'warning',
});
for (const file of globSync(['icons/*.svg', 'nodes/**/*.node.json'], { cwd: here })) {
	cpSync(path.join(here, file), path.join(here, 'dist', file));
}
