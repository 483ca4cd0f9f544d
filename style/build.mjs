// Builds the stylesheet: `npm run build -- [output]`, or `STYLE_OUT=output npm run build`.
// The output defaults to ../target/site/pkg/bts-guru.css, as cargo-leptos has it.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const from = process.env.INIT_CWD ?? process.cwd();
const given = process.argv[2] ?? process.env.STYLE_OUT;
const output = given ? resolve(from, given) : resolve(here, '../target/site/pkg/bts-guru.css');
mkdirSync(dirname(output), { recursive: true });
const cli = resolve(here, 'node_modules/@tailwindcss/cli/dist/index.mjs');
const run = spawnSync(process.execPath, [cli, '-i', resolve(here, 'main.css'), '-o', output, '--minify'], {
  cwd: here,
  stdio: 'inherit',
});
process.exit(run.status ?? 1);
