// Every example that we show is run as it stands, against a service and an upstream of its own.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, score, test } from '../fixtures';
import { Example } from '../setup/example';
import { Own } from '../setup/own';
import { startUpstream, type Upstream } from '../setup/upstream';
import { NOW } from '../setup/world';

test.describe.configure({ mode: 'serial' });

let upstream: Upstream;
let own: Own;
let url: string;

test.use({ service: async ({}, use) => use(url) });

test.beforeAll(async () => {
  upstream = await startUpstream();
  own = new Own({ CLOCK: NOW, SPORTS: 'football', UPSTREAM_FOOTBALL_BASE_URL: upstream.url });
  ({ url } = await own.serve());
  await expect.poll(async () => (await (await fetch(`${url}/live`)).text()).includes('Arsenal'), { timeout: 20_000 }).toBe(true);
});

test.afterAll(async () => {
  await own?.stop();
  await upstream?.stop();
});

/** What it is written in, what it finds in the environment, and whether it ends by itself. */
interface How {
  language?: string;
  env?: Record<string, string>;
  ends?: boolean;
}

/** Run `text` and let goals fall in `match` until it has said all of `words`. */
async function says(text: string, match: string, words: RegExp[], { language, env, ends }: How = {}): Promise<void> {
  const example = new Example(text, test.info().outputPath('example.mjs'), language, env);
  try {
    await expect(async () => {
      expect(example.ended && !ends, `it listens on:\n${text}\n${example.said}${example.beside}`).toBe(false);
      await score(upstream.url, match, 'home');
      const missing = () => words.filter((one) => !one.test(example.said)).map(String);
      await expect.poll(missing, { timeout: 5_000, message: `it said:\n${example.said}` }).toEqual([]);
    }).toPass({ timeout: 25_000, intervals: [100] });
    expect(example.said + example.beside, 'nothing that it shows is missing').not.toMatch(/undefined|Error/);
  } finally {
    example.stop();
  }
}

/** A change as node's console shows it. */
const GOAL = [/kind: 'goal'/, /kind: 'score'/, /to: \[ \d+, \d+ \]/];
/** A match's score as node's console shows it. */
const SIDES = [/role: 'home'/, /name: '[A-Z]\w+/, /score: \d+/];

test('those of the page about realtime', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto('/docs/realtime');
  const examples = await page.locator('pre').allTextContents();
  const kinds = { script: 0, shell: 0, message: 0, refusal: 0, data: 0 };
  for (const text of examples) {
    await test.step(text.slice(0, 60), async () => {
      if (text.startsWith('import ')) {
        kinds.script += 1;
        await says(text, '9001', [/^9001 \[/m, ...GOAL]);
      } else if (text.startsWith('curl ')) {
        kinds.shell += 1;
        await says(text, '9001', [/^event: ?score\.updated$/m, /^id: ?\S+:\d+-\d+$/m, /^data: ?\{.*"match":"9001"/m]);
      } else if (JSON.parse(text).event === 'pusher:subscription_error') {
        kinds.refusal += 1;
        const shown = JSON.parse(text);
        const asked = JSON.stringify({ event: 'pusher:subscribe', data: { channel: shown.channel } });
        expect(await answer(page, asked)).toEqual({ ...shown, data: JSON.parse(shown.data) });
      } else if (JSON.parse(text).event) {
        kinds.message += 1;
        expect(await answer(page, text)).toMatchObject({ event: 'pusher_internal:subscription_succeeded', data: { recovered: false } });
      } else {
        kinds.data += 1;
        expect(Object.keys(await change(page)).sort()).toEqual(Object.keys(JSON.parse(text)).sort());
      }
    });
  }
  expect(kinds).toEqual({ script: 2, shell: 1, message: 1, refusal: 1, data: 1 });
});

test('those of the quick start, in every language', async ({ page }) => {
  test.setTimeout(240_000);
  await own.command('user:create', 'reader@example.org');
  const said = await own.command('key:create', 'reader@example.org', '--name', 'Reader', '--scope', 'matches:read', '--scope', 'stream:connect');
  const env = { BTS_KEY: /bts_live_\w+/.exec(said)![0] };
  await page.goto('/docs/quick-start');
  const blocks = await page.locator('pre code').evaluateAll((codes) =>
    codes.map((code) => ({ language: code.className.replace('language-', ''), text: code.textContent! })));
  const scripts = blocks.filter(({ language }) => language !== 'text');
  expect(scripts.map(({ language }) => language)).toEqual(['sh', 'js', 'php', 'python', 'sh', 'js', 'php', 'python']);
  for (const [at, { language, text }] of scripts.entries()) {
    await test.step(`${language}: ${text.slice(0, 60)}`, async () => {
      const first = at < 4;
      const list = language === 'sh' ? [/"competitors":\[\{/, /"phase":"live"/] : [/^[A-Z][^:]+: [A-Z].* \d+ - \d+ [A-Z]/m];
      const words = first ? list : [/9001/, /goal/, /score/];
      await says(text, '9001', words, { language, env, ends: first });
    });
  }
});

test('those for whoever comes from API-Sports, in every language', async ({ page }) => {
  test.setTimeout(120_000);
  await own.command('user:create', 'mover@example.org');
  const said = await own.command('key:create', 'mover@example.org', '--name', 'Mover', '--scope', 'proxy:read');
  const env = { BTS_KEY: /bts_live_\w+/.exec(said)![0] };
  await page.goto('/docs/migrating');
  const blocks = await page.locator('pre code').evaluateAll((codes) =>
    codes.map((code) => ({ language: code.className.replace('language-', ''), text: code.textContent! })));
  const scripts = blocks.filter(({ text }) => text.includes('/api/v1/proxy/'));
  expect(scripts.map(({ language }) => language)).toEqual(['sh', 'js', 'php', 'python']);
  for (const { language, text } of scripts) {
    await test.step(`${language}: ${text.slice(0, 60)}`, async () => {
      const words = language === 'sh' ? [/"get":\s?"fixtures"/, /"fixture":\s?\{/] : [/^[A-Z].* \d+ - \d+ [A-Z]/m];
      await says(text, '9001', words, { language, env, ends: true });
    });
  }
});

test('the one of the landing page', async ({ page }) => {
  await page.goto('/');
  const text = (await page.getByRole('region', { name: /^Subscribe to / }).locator('pre').textContent())!.trim();
  const [, match] = /matches\.(\d+)'/.exec(text)!;
  await says(text, match, [/(First half|Half time|Second half) \[/i, ...SIDES, ...GOAL]);
});

test('the ten lines of the README', async () => {
  const readme = await readFile(resolve(import.meta.dirname, '../../README.md'), 'utf8');
  const scripts = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map(([, text]) => text);
  expect(scripts).toHaveLength(1);
  const [text] = scripts;
  // It is written for the port of `make serve`.
  const { port } = new URL(url);
  for (const written of ['127.0.0.1:8000', 'wsPort: 8000']) expect(text).toContain(written);
  const { data } = await (await fetch(`${url}/api/v1/matches?status=live&limit=1`)).json();
  await says(text.replaceAll('8000', port), data[0].id, [/\d+' \[/, ...SIDES, ...GOAL]);
});

/** Send a message of a client over a socket of the page; what comes back to it. */
const answer = (page: Page, text: string) => page.evaluate((text) => new Promise((done, fail) => {
  const socket = new WebSocket(`ws://${location.host}/app/bts-guru?protocol=7&client=docs&version=1`);
  socket.onmessage = ({ data }) => {
    const said = JSON.parse(data);
    if (said.event === 'pusher:connection_established') return socket.send(text);
    socket.close();
    done({ ...said, data: JSON.parse(said.data) });
  };
  socket.onerror = fail;
}), text);

/** The data of the next change on the pitch. */
async function change(page: Page): Promise<Record<string, unknown>> {
  const heard = page.evaluate(() => new Promise<string>((done, fail) => {
    const source = new EventSource('/api/v1/stream?channels=sports.football');
    source.addEventListener('score.updated', ({ data }) => {
      source.close();
      done(data);
    });
    source.onerror = fail;
  }));
  await score(upstream.url, '9002', 'home');
  return JSON.parse(await heard);
}
