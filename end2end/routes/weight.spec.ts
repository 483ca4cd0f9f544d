// What a page costs a phone before it moves: script and wasm, as a browser that takes brotli gets them.
import { connected, expect, test } from '../fixtures';

/** Kibibytes of code that `/live` may load. */
const BUDGET = 375;

/** How many bytes of this address travel. */
async function travels(address: string): Promise<number> {
  const answer = await fetch(address, { method: 'HEAD', headers: { 'accept-encoding': 'br' } });
  expect(answer.ok, address).toBe(true);
  expect(answer.headers.get('content-encoding'), `${address} is packed`).toBe('br');
  return Number(answer.headers.get('content-length'));
}

test(`live scores move after at most ${BUDGET} KiB of code`, async ({ page }) => {
  const loaded = new Set<string>();
  page.on('response', (response) => {
    if (/\.(js|wasm)(\?|$)/.test(response.url())) loaded.add(response.url());
  });
  await page.goto('/live');
  await connected(page);
  const bytes = await Promise.all([...loaded].map(travels));
  expect(bytes.length, 'a script and its wasm').toBeGreaterThanOrEqual(2);
  const kibibytes = bytes.reduce((sum, one) => sum + one, 0) / 1024;
  expect(kibibytes, [...loaded].join('\n')).toBeLessThanOrEqual(BUDGET);
});
