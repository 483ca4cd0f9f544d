// Copies the scripts that we serve from packages, the renderer of /docs/api and the widget that works
// out proofs in forms: `npm run docs -- [folder]`, or `SITE_OUT=folder npm run docs`.
// The folder is the site's and defaults to ../target/site.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const from = process.env.INIT_CWD ?? process.cwd();
const given = process.argv[2] ?? process.env.SITE_OUT;
const site = given ? resolve(from, given) : resolve(here, '../target/site');

/** Copy files of a package into a folder of the site. */
function copy(folder, files) {
  const output = resolve(site, 'pkg', folder);
  mkdirSync(output, { recursive: true });
  for (const file of files) {
    copyFileSync(resolve(here, file), resolve(output, basename(file)));
  }
}

/** A package alone, got once: we serve the one file that it was built into, and none of the 300 packages it was built from. */
function alone(name, version, integrity) {
  const home = resolve(here, 'node_modules/.alone', `${name}-${version}`);
  if (existsSync(home)) return home;
  const part = `${home}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  const run = { cwd: part, encoding: 'utf8' };
  const [archive] = execFileSync('npm', ['pack', `${name}@${version}`, '--silent'], run).trim().split('\n').slice(-1);
  const found = `sha512-${createHash('sha512').update(readFileSync(resolve(part, archive))).digest('base64')}`;
  if (found !== integrity) throw new Error(`${name} ${version} is another one than we know: ${found}`);
  execFileSync('tar', ['-xzf', archive], run);
  renameSync(part, home);
  return home;
}

const scalar = alone(
  '@scalar/api-reference',
  '1.34.0',
  'sha512-oZV78CwnK6Jv+5QMYHkMSjQBm7azSAMguAAIWLcQiMev9ySDHpNYu36UBJ7p/pC1OUTqeJy3B+85plQUSSPx9A==',
);
copy('scalar', [`${scalar}/package/dist/browser/standalone.js`, 'scalar/LICENSE']);
const altcha = ['external/altcha.min.js', 'external/altcha.css', 'workers/pbkdf2.js'];
copy('altcha', [
  ...altcha.map((file) => `node_modules/altcha/dist/${file}`),
  'node_modules/altcha/LICENSE.txt',
  'proof.js',
]);
