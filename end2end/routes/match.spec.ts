import { connected, expect, test, THEMES } from '../fixtures';

const match = '/sports/football/leagues/premier-league/matches/1001';

test('the match is complete before any script runs', async ({ browser, service }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: service });
  const page = await context.newPage();
  await page.goto(match);
  await expect(page.getByRole('region', { name: 'Score' })).toMatchAriaSnapshot({ name: 'match.aria.yml' });
  for (const name of ['Statistics', 'Line-ups', 'Developer']) {
    await page.getByRole('navigation', { name: 'Parts of the match' }).getByRole('link', { name }).click();
    await expect(page.getByRole('link', { name })).toHaveAttribute('aria-current', 'page');
  }
  await context.close();
});

test('the script shows the same match', async ({ page }) => {
  await page.goto(match);
  await connected(page);
  await expect(page.getByRole('region', { name: 'Score' })).toMatchAriaSnapshot({ name: 'match.aria.yml' });
  await expect(page).toHaveTitle('Arsenal – Chelsea · BTS Guru');
});

for (const name of THEMES) {
  test(`every part is accessible in the ${name} theme`, async ({ page, theme, accessible }) => {
    test.slow(); // Every tab is searched.
    await theme(name);
    for (const part of ['', '?tab=statistics', '?tab=lineups', '?tab=developer']) {
      await page.goto(match + part);
      await connected(page);
      await accessible(page);
    }
  });
}

test('a goal is shown and announced as it falls', async ({ page, goal }) => {
  await page.goto('/sports/football/leagues/moving-league/matches/9002');
  await connected(page);
  const [home, away] = await goal(9002, 'away');
  await expect(page.getByRole('log')).toContainText(`Goal for Whites. Greens ${home}, Whites ${away}`, { timeout: 15_000 });
  await expect(page.getByRole('region', { name: 'Score' })).toContainText(String(away));
  await page.getByRole('link', { name: 'Developer' }).click();
  await expect(page.locator('main')).toContainText('sports.football.leagues.moving-league.matches.9002');
  await expect(page.locator('main')).toContainText('"kind": "goal"');
});

test('a match that is not there is a page that says so', async ({ page, expected, accessible }) => {
  expected.add(404);
  const answer = await page.goto('/sports/football/leagues/premier-league/matches/4040404');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('alert')).toContainText('Not found');
  await expect(page.getByRole('link', { name: 'See live scores' })).toBeVisible();
  await accessible(page);
});
