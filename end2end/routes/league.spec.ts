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

test('the table and the scorers are there before any script runs, each with a caption', async ({ plain }) => {
  await plain.goto(league);
  const table = plain.getByRole('region', { name: 'Table', exact: true }).getByRole('table', { name: 'Table' });
  await expect(table.getByRole('row')).toHaveCount(6);
  await expect(table.getByRole('columnheader', { name: 'Points' })).toBeVisible();
  const arsenal = table.getByRole('row').filter({ has: plain.getByRole('rowheader', { name: 'Arsenal' }) });
  await expect(arsenal.getByRole('cell')).toHaveText(['1', '37', '26', '7', '4', '77:25', '+52', '85', 'W W D W W']);
  await expect(plain.getByRole('list', { name: 'Where places lead' })).toContainText('5 Relegation - Championship');
  const scorers = plain.getByRole('table', { name: 'Top scorers' }).getByRole('row');
  // Those who are level share a place.
  await expect(scorers.getByRole('cell').filter({ hasText: /^\d$/ })).toHaveText(['1', '2', '2', '4']);
});

test('on a phone a link leads to each part', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto(league);
  await connected(page);
  await page.getByRole('navigation', { name: 'Parts of the league' }).getByRole('link', { name: 'Top scorers' }).click();
  await expect(page.getByRole('heading', { name: 'Top scorers' })).toBeInViewport();
  await expect(page.getByRole('rowheader', { name: 'C. Palmer' })).toBeVisible();
});

test('a league without a table says so', async ({ page }) => {
  await page.goto('/sports/football/leagues/la-liga');
  await expect(page.getByText('This league has no table.')).toBeVisible();
  await expect(page.getByText('Nobody is known to have scored yet.')).toBeVisible();
});

test('an upstream that says nothing keeps nobody waiting', async ({ page, accessible }) => {
  const begun = Date.now();
  await page.goto('/sports/football/leagues/silent-league', { waitUntil: 'commit' });
  await expect(page.getByText('The table is not to be had just now.')).toBeVisible();
  await expect(page.getByText('The scorers are not to be had just now.')).toBeVisible();
  expect(Date.now() - begun).toBeLessThan(4_000);
  await expect(page.getByText('Kites')).toBeVisible();
  await connected(page);
  await accessible(page);
});

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
