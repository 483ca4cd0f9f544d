import { everyPage } from '../../fixtures/page';
import { expect, test } from '../../fixtures';

everyPage({ name: 'realtime', path: '/docs/realtime', part: 'main article' });

test('the console connects and shows what comes', async ({ page, goal, accessible }) => {
  await page.goto('/docs/realtime');
  await page.getByLabel('Channel').fill('sports.football.leagues.docs-league.matches.9031');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toContainText('Listening to sports.football.leagues.docs-league.matches.9031');
  const log = page.getByRole('list', { name: 'Messages, latest first' });
  await expect(log).toContainText('match.snapshot');
  await goal(9031, 'home');
  await expect(log).toContainText('score.updated', { timeout: 15_000 });
  await accessible(page);
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await expect(page.getByRole('status')).toContainText('Closed');
});

test('a channel that cannot be is refused in words', async ({ page }) => {
  await page.goto('/docs/realtime');
  await page.getByLabel('Channel').fill('private-admin');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Messages, latest first' })).toContainText('error');
});

test('without script the page says what the console needs', async ({ plain }) => {
  await plain.goto('/docs/realtime');
  // Its element stays unparsed in a browser whose scripts are switched off by the tests' driver.
  expect(await plain.locator('noscript').textContent()).toContain('The console needs script');
});
