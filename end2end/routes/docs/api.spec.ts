import type { Page } from '@playwright/test';
import { fits } from '../../fixtures/page';
import { newKey } from '../../fixtures/customer';
import { expect, test, THEMES } from '../../fixtures';

/** The renderer has taken over. */
const rendered = async (page: Page) => {
  await expect(page.getByRole('button', { name: /^GET \/sports$|get ​\/sports$/i }).first()).toBeVisible();
};

test('every endpoint is there before any script runs', async ({ plain }) => {
  await plain.goto('/docs/api');
  for (const path of ['GET /api/v1/matches', 'GET /api/v1/stream', 'POST /api/v1/keys', 'GET /api/v1/usage']) {
    await expect(plain.getByRole('heading', { name: path, exact: true })).toBeVisible();
  }
});

// What is left is how the renderer nests its own buttons and scrolls its own samples.
const OF_THE_RENDERER = ['nested-interactive', 'scrollable-region-focusable', 'select-name'];

for (const name of THEMES) {
  test(`it is legible in the ${name} theme and fits every width`, async ({ page, theme, accessible }) => {
    test.slow();
    await theme(name);
    await page.goto('/docs/api');
    await rendered(page);
    await page.locator('#operations-Keys-create_key').getByRole('button').first().click();
    await accessible(page, ...OF_THE_RENDERER);
    await fits(page);
  });
}

test('a call is tried from the page with one’s own key', async ({ page, customer }) => {
  const { token } = await newKey(customer, 'Docs', 'matches:read', 'usage:read');
  await page.goto('/docs/api');
  await rendered(page);
  await page.getByRole('button', { name: 'Authorize' }).first().click();
  const dialog = page.locator('.dialog-ux');
  await dialog.getByRole('textbox').fill(token);
  await dialog.getByRole('button', { name: /Apply/ }).click();
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  const account = page.locator('#operations-Account-account');
  await account.getByRole('button').first().click();
  await account.getByRole('button', { name: 'Try it out' }).click();
  await account.getByRole('button', { name: 'Execute' }).click();
  const answer = account.locator('.live-responses-table');
  await expect(answer).toContainText('200');
  await expect(answer).toContainText('"plan"');
});
