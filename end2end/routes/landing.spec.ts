import { connected, expect, test, THEMES } from '../fixtures';

test('the page is complete before any script runs', async ({ browser, service }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: service });
  const page = await context.newPage();
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Scores' }).getByRole('listitem').first()).toBeVisible();
  await expect(page.getByRole('heading', { name: /^Subscribe to / })).toBeVisible();
  await page.getByRole('link', { name: /All \d+ matches of today/ }).click();
  await expect(page).toHaveURL('/live');
  await context.close();
});

for (const name of THEMES) {
  test(`it is accessible in the ${name} theme`, async ({ page, theme, accessible }) => {
    await theme(name);
    await page.goto('/');
    await connected(page);
    await accessible(page);
  });
}

test('the lines on the page are what a client needs', async ({ page, service }) => {
  await page.goto('/');
  const code = await page.getByRole('region', { name: /^Subscribe to / }).locator('code').textContent();
  expect(code).toContain('pusher');
  expect(code).toMatch(/sports\.football\.leagues\.[a-z-]+\.matches\.\d+/);
  expect(code).toContain(new URL(service).port || '443');
});

test('the theme is kept', async ({ page }) => {
  await page.goto('/');
  await connected(page);
  await page.getByRole('button', { name: 'Dark theme' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'bts-dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'bts-dark');
});

test('a page that is not there says so', async ({ page, expected, accessible }) => {
  expected.add(404);
  const answer = await page.goto('/no/such/page');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is nothing here');
  await accessible(page);
});
