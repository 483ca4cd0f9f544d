import type { Page } from '@playwright/test';
import { fits } from '../../fixtures/page';
import { newKey } from '../../fixtures/customer';
import { expect, hydrated, test, THEMES } from '../../fixtures';

/** The renderer has taken over. */
const rendered = async (page: Page) => {
  await hydrated(page);
  await expect(page.locator('#renderer').getByRole('heading', { name: 'Sports' }).first()).toBeVisible();
  await expect(page.locator('#plain')).toBeHidden();
};

const state = (page: Page) => page.locator('#docs-key-state');

/** Try an operation as readers do; its status, and the key that was sent. */
async function tried(page: Page, operation: string): Promise<{ status: number; key: string | undefined }> {
  await page.evaluate((tag) => (location.hash = tag), `#tag/account/get${operation}`);
  await page.getByRole('button', { name: new RegExp(`Test Request.*get ${operation}`) }).click();
  const answered = page.waitForResponse((response) => new URL(response.url()).pathname === `/api/v1${operation}`);
  await page.getByRole('dialog').getByRole('button', { name: /Send get request/i }).first().click();
  const answer = await answered;
  return { status: answer.status(), key: await answer.request().headerValue('authorization') ?? undefined };
}

test('every endpoint is there before any script runs', async ({ plain }) => {
  await plain.goto('/docs/api');
  for (const path of ['GET /api/v1/matches', 'GET /api/v1/stream', 'POST /api/v1/keys', 'GET /api/v1/usage']) {
    await expect(plain.getByRole('heading', { name: path, exact: true })).toBeVisible();
  }
  await expect(plain.locator('#docs-key')).toBeHidden();
});

// What is left is how the renderer nests and names its own buttons.
const OF_THE_RENDERER = ['aria-required-children', 'button-name', 'label-content-name-mismatch', 'nested-interactive'];

for (const name of THEMES) {
  test(`it is legible in the ${name} theme and fits every width`, async ({ page, theme, accessible }) => {
    test.slow();
    await theme(name);
    await page.goto('/docs/api');
    await rendered(page);
    await accessible(page, ...OF_THE_RENDERER);
    await fits(page);
  });
}

test('without a key a call is tried as anybody’s', async ({ page, expected }) => {
  expected.add(401);
  await page.goto('/docs/api');
  await rendered(page);
  await expect(state(page)).toHaveText('Requests are tried without a key.');
  expect(await tried(page, '/account')).toEqual({ status: 401, key: undefined });
});

test('a call is tried from the page with one’s own key, which is picked by its name', async ({ page, inside }) => {
  const { token } = await newKey(inside, 'Website', 'matches:read', 'usage:read');
  await page.goto('/docs/api');
  await rendered(page);
  await page.getByRole('combobox', { name: 'Key', exact: true }).selectOption('Website');
  await expect(state(page)).toContainText('The token of “Website” was shown once');
  await page.getByLabel('Token', { exact: true }).fill(token);
  await page.getByRole('button', { name: 'Use this key' }).click();
  await expect(state(page)).toHaveText('Requests are tried with the key “Website”.');
  expect(await tried(page, '/account')).toEqual({ status: 200, key: `Bearer ${token}` });
});

test('a key that was made in this tab is offered at once, and forgotten with the session', async ({ page, inside: _ }) => {
  await page.goto('/dashboard/keys?new=1');
  await hydrated(page);
  await page.getByLabel('Name').fill('Fresh');
  await page.getByRole('button', { name: 'Create' }).click();
  const reveal = page.getByRole('region', { name: 'The token of “Fresh”' });
  await expect(reveal).toBeVisible();
  const token = await reveal.locator('.copy-line', { hasText: 'Token' }).locator('code').innerText();
  await reveal.getByRole('link', { name: 'try it' }).click();
  await rendered(page);
  await expect(state(page)).toHaveText('Requests are tried with the key “Fresh”.');
  await expect(page.getByLabel('Token', { exact: true })).toHaveValue(token);
  await page.context().clearCookies();
  await page.goto('/docs/api');
  await rendered(page);
  await expect(state(page)).toHaveText('Requests are tried without a key.');
  expect(await page.evaluate(() => Object.keys(sessionStorage).filter((name) => name.startsWith('made-key:')))).toEqual([]);
});
