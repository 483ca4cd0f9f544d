import { connected, expect, test, THEMES } from '../fixtures';

test('the page is complete before any script runs', async ({ browser, service }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: service });
  const page = await context.newPage();
  await page.goto('/status');
  await expect(page.getByText('Everything works.')).toBeVisible();
  await expect(page.getByText('Working', { exact: true }).first()).toBeVisible();
  await context.close();
});

for (const name of THEMES) {
  test(`it is accessible in the ${name} theme`, async ({ page, theme, accessible }) => {
    await theme(name);
    await page.goto('/status');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Service status');
    await accessible(page);
  });
}

test('one page leads to the next without a load', async ({ page }) => {
  await page.goto('/live');
  await connected(page);
  await page.evaluate(() => Object.assign(window, { same: true }));
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Status' }).click();
  await expect(page.getByText('Everything works.')).toBeVisible();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Live scores' }).click();
  await expect(page.getByText('Arsenal')).toBeVisible();
  expect(await page.evaluate(() => 'same' in window)).toBe(true);
});
