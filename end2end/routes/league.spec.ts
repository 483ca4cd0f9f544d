import { connected, expect, test, THEMES } from '../fixtures';

const league = '/sports/football/leagues/premier-league';

test('the league is complete before any script runs', async ({ browser, service }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: service });
  const page = await context.newPage();
  await page.goto(league);
  await expect(page.locator('main')).toMatchAriaSnapshot({ name: 'league.aria.yml' });
  await context.close();
});

test('the script shows the same league', async ({ page }) => {
  await page.goto(league);
  await connected(page);
  await expect(page.locator('main')).toMatchAriaSnapshot({ name: 'league.aria.yml' });
  await page.getByRole('link', { name: /Arsenal/ }).first().click();
  await expect(page).toHaveURL(`${league}/matches/1001`);
});

for (const name of THEMES) {
  test(`it is accessible in the ${name} theme`, async ({ page, theme, accessible }) => {
    await theme(name);
    await page.goto(league);
    await connected(page);
    await accessible(page);
  });
}

test('its number works wherever its name does', async ({ page }) => {
  await page.goto('/sports/football/leagues/39');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Premier League');
});

for (const path of ['/sports/football/leagues/no-such-league', '/sports/chess/leagues/premier-league']) {
  test(`${path} is not found`, async ({ page, expected }) => {
    expected.add(404);
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole('alert')).toBeVisible();
  });
}
