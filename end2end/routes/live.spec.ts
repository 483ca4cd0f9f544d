import { connected, expect, test, THEMES } from '../fixtures';

const premier = '/live?league=premier-league';

test('the list is complete before any script runs', async ({ browser, service }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: service });
  const page = await context.newPage();
  await page.goto(premier);
  await expect(page.getByRole('region', { name: 'Premier League' })).toMatchAriaSnapshot({ name: 'live.aria.yml' });
  await page.getByRole('navigation', { name: 'Status' }).getByRole('link', { name: /Finished/ }).click();
  await expect(page).toHaveURL(/status=finished/);
  await expect(page.getByText('Brighton')).toBeVisible();
  await expect(page.getByText('Arsenal')).toHaveCount(0);
  await page.getByRole('combobox', { name: 'League' }).fill('la-liga');
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(page).toHaveURL(/league=la-liga/);
  await expect(page.getByText('Valencia')).toBeVisible();
  await context.close();
});

test('the script shows the same list', async ({ page }) => {
  await page.goto(premier);
  await connected(page);
  await expect(page.getByRole('region', { name: 'Premier League' })).toMatchAriaSnapshot({ name: 'live.aria.yml' });
});

for (const name of THEMES) {
  test(`it is accessible in the ${name} theme`, async ({ page, theme, accessible }) => {
    await theme(name);
    await page.goto('/live');
    await connected(page);
    await accessible(page);
  });
}

test('the filters are in the URL and survive a reload', async ({ page }) => {
  await page.goto('/live');
  await connected(page);
  await page.getByRole('navigation', { name: 'Status' }).getByRole('link', { name: /^Scheduled/ }).click();
  await expect(page).toHaveURL(/status=scheduled/);
  await expect(page.getByText('Liverpool')).toBeVisible();
  await expect(page.getByText('Arsenal')).toHaveCount(0);
  await page.reload();
  await connected(page);
  await expect(page.getByText('Liverpool')).toBeVisible();
  await page.goBack();
  await expect(page.getByText('Arsenal')).toBeVisible();
});

test('another day is one link away', async ({ page }) => {
  await page.goto('/live');
  await connected(page);
  await page.getByRole('link', { name: 'The day after' }).click();
  await expect(page).toHaveURL(/date=2026-05-18/);
  await expect(page.getByRole('heading', { name: 'No matches on this day' })).toBeVisible();
});

test('values it does not know are named and left out', async ({ page }) => {
  await page.goto('/live?status=asleep&date=tomorrow&sport=chess');
  const notes = page.getByRole('alert');
  await expect(notes).toHaveCount(3);
  await expect(notes.first()).toContainText('It is left out');
  await expect(page.getByText('Arsenal')).toBeVisible();
});

test('a filter that fits nothing offers to be cleared', async ({ page }) => {
  await page.goto('/live?league=moving-league&status=finished');
  await expect(page.getByRole('heading', { name: 'No match fits this filter' })).toBeVisible();
  await page.getByRole('link', { name: 'Clear the filter' }).click();
  await expect(page.getByText('Arsenal')).toBeVisible();
});

test('a league that nobody knows is named and left out, and the other filters are kept', async ({ page }) => {
  const answer = await page.goto('/live?status=scheduled&league=no-such-league');
  expect(answer?.status()).toBe(200);
  await expect(page.getByRole('alert')).toContainText('“no-such-league” is not a league that we follow');
  await expect(page.getByText('Liverpool')).toBeVisible();
  await expect(page.getByText('Arsenal')).toHaveCount(0);
  await page.getByRole('link', { name: 'Clear the league filter' }).click();
  await expect(page).toHaveURL(/status=scheduled$/);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('the keyboard finds the filter, the keys and the content', async ({ page }) => {
  await page.goto('/live');
  await connected(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
  await page.keyboard.press('/');
  await expect(page.getByRole('combobox', { name: 'League' })).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeHidden();
});

test('a goal is shown and announced as it falls', async ({ page, goal }) => {
  await page.goto('/live?league=moving-league');
  await connected(page);
  const [home, away] = await goal(9001, 'home');
  const log = page.getByRole('log', { name: 'Goals and results' });
  await expect(log).toContainText(`Goal for Reds. Reds ${home}, Blues ${away}`, { timeout: 15_000 });
  const row = page.getByRole('listitem').filter({ hasText: 'Reds' });
  await expect(row.locator('.score').first()).toHaveText(String(home));
  await expect(row).toContainText(`Scorer ${home + away}`);
});

test('a pinned league stays on top after a reload', async ({ page }) => {
  await page.goto('/live');
  await connected(page);
  const first = page.getByRole('region').filter({ has: page.getByRole('button', { name: /^Pin / }) }).first();
  await page.getByRole('button', { name: 'Pin La Liga' }).click();
  await expect(first.getByRole('heading')).toHaveText('La Liga');
  await page.reload();
  await connected(page);
  await expect(first.getByRole('heading')).toHaveText('La Liga');
});
