// Every page in both themes at three widths, for people to look at: npm run screenshots.
import type { Page } from '@playwright/test';
import { newCustomer, newKey, enter, call, type Customer } from './fixtures/customer';
import { connected, expect, hydrated, test, THEMES } from './fixtures';
import { invent } from './setup/history';

const league = '/sports/football/leagues/premier-league';
const match = `${league}/matches/1001`;

interface Picture {
  path: string;
  /** What the picture waits for, and what is done before it is taken. */
  ready: (page: Page) => Promise<unknown>;
  status?: number;
}
const at = (path: string, ready: Picture['ready'], status?: number): Picture => ({ path, ready, status });

const ANYBODY: Record<string, Picture> = {
  landing: at('/', connected), live: at('/live', connected), league: at(league, connected), match: at(match, connected),
  statistics: at(`${match}?tab=statistics`, connected), lineups: at(`${match}?tab=lineups`, connected),
  developer: at(`${match}?tab=developer`, connected), status: at('/status', hydrated), missing: at('/no/such/page', hydrated, 404),
  empty: at('/live?league=moving-league&status=finished', hydrated),
  register: at('/register', hydrated), login: at('/login?next=/dashboard', hydrated), forgot: at('/forgot', hydrated),
  reset: at('/reset?token=none', hydrated), verify: at('/verify?token=none', hydrated),
  sent: at('/register?done=sent', hydrated),
  refused: at('/register', async (page) => {
    await hydrated(page);
    await page.getByLabel('E-mail').fill('ana@@example');
    await page.getByRole('button', { name: 'Create account' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
  }, 422),
  'docs-api': at('/docs/api', (page) => expect(page.locator('#renderer main')).toBeVisible()),
  'docs-api-open': at('/docs/api#tag/matches/get/matches', (page) =>
    expect(page.locator('#renderer').getByRole('heading', { name: /Matches across/ }).first()).toBeVisible()),
  'docs-realtime': at('/docs/realtime', async (page) => {
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await expect(page.getByRole('status')).toContainText('Listening');
  }),
  'docs-errors': at('/docs/errors', hydrated), docs: at('/docs', hydrated), 'docs-quick-start': at('/docs/quick-start', hydrated),
  'docs-limits': at('/docs/limits', hydrated), 'docs-commands': at('/docs/commands', hydrated),
  'docs-migrating': at('/docs/migrating', hydrated), 'docs-operations': at('/docs/operations', hydrated),
  'docs-changelog': at('/docs/changelog', hydrated),
};

const NEWCOMER: Record<string, Picture> = {
  'first-run': at('/dashboard', hydrated), 'no-keys': at('/dashboard/keys', hydrated), 'no-usage': at('/dashboard/usage', hydrated),
};

const CUSTOMER: Record<string, Picture> = {
  overview: at('/dashboard', hydrated), keys: at('/dashboard/keys', hydrated), 'new-key': at('/dashboard/keys?new=1', hydrated),
  'wrong-key': at('/dashboard/keys?new=1', async (page) => {
    await hydrated(page);
    await page.getByLabel('Only from addresses').fill('203.0.113.0/33');
    await page.getByRole('button', { name: 'Create' }).click();
    await expect(page.getByText('Give the key a name')).toBeVisible();
  }),
  'one-key': at('/dashboard/keys', async (page) => {
    await page.getByRole('link', { name: 'Website' }).click();
    await expect(page.getByRole('heading', { name: 'Revoke' })).toBeVisible();
  }),
  token: at('/dashboard/keys?new=1', async (page) => {
    await hydrated(page);
    await page.getByLabel('Name').fill('Score board');
    await page.getByRole('button', { name: 'Create' }).click();
    await expect(page.getByText('Copy it now')).toBeVisible();
  }),
  usage: at('/dashboard/usage', hydrated), 'usage-endpoint': at('/dashboard/usage?range=30d&by=endpoint', hydrated),
  'usage-status': at('/dashboard/usage?range=1h&by=status', hydrated),
  'usage-wrong': at('/dashboard/usage?range=1y', hydrated),
  plan: at('/dashboard/plan', hydrated), settings: at('/dashboard/settings', hydrated), 'two-factor': at('/two-factor', hydrated),
  account: at('/dashboard/plan', async (page) => {
    await hydrated(page);
    await page.locator('.account summary').click();
  }),
};

/** Only those named in PICTURES, if any are. */
const wanted = (name: string) => !process.env.PICTURES || process.env.PICTURES.split(',').includes(name);

function pictures(all: Record<string, Picture>): void {
  for (const [name, { path, ready, status }] of Object.entries(all).filter(([name]) => wanted(name))) {
    test(`pictures of ${name}`, async ({ page, theme, expected }) => {
      test.setTimeout(120_000);
      if (status) expected.add(status);
      for (const shade of THEMES) {
        await theme(shade);
        for (const width of [390, 820, 1440]) {
          await page.setViewportSize({ width, height: 900 });
          await page.goto(path);
          await ready(page);
          await page.evaluate(() => document.fonts.ready);
          await page.screenshot({ path: `screenshots/${name}-${shade}-${width}.png`, fullPage: true });
        }
      }
    });
  }
}

pictures(ANYBODY);

test.describe('of a newcomer', () => {
  test.beforeEach(async ({ inside: _ }) => {});
  pictures(NEWCOMER);
});

test.describe('of a customer', () => {
  test.describe.configure({ mode: 'serial' });
  let customer: Customer;
  test.beforeAll(async ({ playwright }) => {
    customer = await newCustomer('pro');
    const [website] = [await newKey(customer, 'Website'), await newKey(customer, 'Mobile app'), await newKey(customer, 'Nightly import', 'matches:read', 'proxy:read', 'usage:read')];
    invent(customer.email);
    const request = await playwright.request.newContext();
    await Promise.all(Array.from({ length: 20 }, () => call(request, website.token)));
    await request.dispose();
  });
  test.beforeEach(async ({ context }) => enter(context, customer));
  pictures(CUSTOMER);
});
