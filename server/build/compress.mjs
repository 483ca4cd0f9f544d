// compress FOLDER: writes a .br and a .gz beside every file that becomes smaller by it.
// The server hands these out as they are, so no request waits for a compressor.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const compressible = new Set(['.css', '.html', '.js', '.json', '.svg', '.txt', '.wasm', '.webmanifest', '.xml']);
const folder = process.argv[2];

for (const name of readdirSync(folder, { recursive: true })) {
  const path = join(folder, name);
  if (!compressible.has(extname(path)) || !statSync(path).isFile()) continue;
  const content = readFileSync(path);
  const best = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  const made = { '.br': brotliCompressSync(content, { params: best }), '.gz': gzipSync(content, { level: 9 }) };
  for (const [ending, bytes] of Object.entries(made)) {
    if (bytes.length < content.length) writeFileSync(path + ending, bytes);
  }
}
