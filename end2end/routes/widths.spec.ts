// The pages that `everyPage` does not go through fit every screen as well.
import { fits } from '../fixtures/page';
import { connected, hydrated, test } from '../fixtures';

const league = '/sports/football/leagues/premier-league';
const match = `${league}/matches/1001`;

const FOLLOWING = ['/', '/live', league, '/sports/football/leagues/la-liga', match, `${match}?tab=statistics`, `${match}?tab=lineups`, `${match}?tab=developer`];
const STILL = ['/status', '/live?league=moving-league&status=finished'];

for (const path of [...FOLLOWING, ...STILL]) {
  test(`${path} fits every width`, async ({ page }) => {
    await page.goto(path);
    await (STILL.includes(path) ? hydrated : connected)(page);
    await fits(page);
  });
}

test('a page that is not there fits every width', async ({ page, expected }) => {
  expected.add(404);
  await page.goto('/no/such/page');
  await hydrated(page);
  await fits(page);
});

test('a customer’s pages with something on them fit every width', async ({ page, inside: _ }) => {
  for (const path of ['/dashboard', '/dashboard/keys', '/dashboard/usage?range=30d&by=endpoint', '/dashboard/plan', '/dashboard/settings']) {
    await page.goto(path);
    await hydrated(page);
    await fits(page);
  }
});
