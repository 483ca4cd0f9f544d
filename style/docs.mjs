// Copies the renderer of /docs/api: `npm run docs -- [folder]`, or `SITE_OUT=folder npm run docs`.
// The folder is the site's and defaults to ../target/site.
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const from = process.env.INIT_CWD ?? process.cwd();
const given = process.argv[2] ?? process.env.SITE_OUT;
const site = given ? resolve(from, given) : resolve(here, '../target/site');
const output = resolve(site, 'pkg/swagger-ui');
mkdirSync(output, { recursive: true });
for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css', 'LICENSE', 'NOTICE']) {
  copyFileSync(resolve(here, 'node_modules/swagger-ui-dist', file), resolve(output, file));
}
