// Copies the scripts that we serve from packages, the renderer of /docs/api and the widget that works
// out proofs in forms: `npm run docs -- [folder]`, or `SITE_OUT=folder npm run docs`.
// The folder is the site's and defaults to ../target/site.
import { copyFileSync, mkdirSync } from 'node:fs';
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

const swagger = ['swagger-ui-bundle.js', 'swagger-ui.css', 'LICENSE', 'NOTICE'];
copy('swagger-ui', swagger.map((file) => `node_modules/swagger-ui-dist/${file}`));
const altcha = ['external/altcha.min.js', 'external/altcha.css', 'workers/pbkdf2.js'];
copy('altcha', [
  ...altcha.map((file) => `node_modules/altcha/dist/${file}`),
  'node_modules/altcha/LICENSE.txt',
  'proof.js',
]);
