// What a page says of its connection and of the age of what it shows.
import type { WebSocketRoute } from '@playwright/test';
import { connected, expect, test } from '../fixtures';
import { Own } from '../setup/own';
import { startUpstream } from '../setup/upstream';
import { NOW } from '../setup/world';

test('a page that is cut off says so, comes back and catches up with what it missed', async ({ page, service, goal }) => {
  let away = false;
  const open: WebSocketRoute[] = [];
  const sent: string[] = [];
  await page.routeWebSocket(/\/app\//, (socket) => {
    if (away) return socket.close({ code: 4200 });
    const server = socket.connectToServer();
    open.push(socket);
    socket.onMessage((text) => {
      sent.push(String(text));
      server.send(text);
    });
  });
  await page.goto('/live?league=cut-league');
  await connected(page);
  const row = page.getByRole('listitem').filter({ hasText: 'Moles' });
  const [before] = await goal(9061, 'home');
  await expect(row.locator('.score').first()).toHaveText(String(before), { timeout: 15_000 });

  away = true;
  sent.length = 0;
  await open.at(-1)!.close({ code: 4200 });
  await expect(page.getByText('Reconnecting', { exact: true })).toBeVisible();
  await expect(page.getByTitle('What you see is kept; missed changes follow.', { exact: false })).toBeVisible();
  const [after] = await goal(9061, 'home');
  const known = async () => (await (await fetch(`${service}/live?league=cut-league`)).text()).includes(`Scorer ${after}`);
  await expect.poll(known, { timeout: 15_000 }).toBe(true);
  await expect(row.locator('.score').first(), 'what was seen is kept').toHaveText(String(before));

  away = false;
  await connected(page);
  await expect(row.locator('.score').first()).toHaveText(String(after));
  await expect(page.getByRole('log', { name: 'Goals and results' })).toContainText(`Goal for Moles. Moles ${after}, Newts 0`);
  const subscribed = sent.map((text) => JSON.parse(text)).filter(({ event }) => event === 'pusher:subscribe');
  expect(subscribed, 'it asks for what came after the last that it heard').toMatchObject([
    { data: { resume: { seq: expect.stringMatching(/^\d+-\d+$/) } } },
  ]);
});

test('what an upstream that is away confirmed long ago is called delayed', async ({ browser }) => {
  test.setTimeout(60_000);
  const upstream = await startUpstream();
  const settings = { CLOCK: NOW, SPORTS: 'football', UPSTREAM_FOOTBALL_BASE_URL: upstream.url };
  const own = new Own(settings);
  try {
    let { url } = await own.serve();
    const shown = async () => (await (await fetch(`${url}/live?league=cut-league`)).text()).includes('Moles');
    await expect.poll(shown, { timeout: 20_000 }).toBe(true);
    await own.end();
    await upstream.stop();
    // The service comes back two minutes later, its upstream does not.
    settings.CLOCK = new Date(Date.parse(NOW) + 120_000).toISOString();
    ({ url } = await own.serve());
    const page = await browser.newPage();
    await page.goto(`${url}/live?league=cut-league`);
    const age = page.getByRole('listitem').filter({ hasText: 'Moles' }).locator('.age');
    await expect(age).toContainText(/^delayed [12]:\d\d ago$/);
    await expect(age).toHaveClass(/age-delayed/);
  } finally {
    await own.stop();
    await upstream.stop();
  }
});
