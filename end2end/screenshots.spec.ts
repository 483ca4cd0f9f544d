// Every page in both themes at three widths, for people to look at: npm run screenshots.
import { connected, test, THEMES } from './fixtures';

const match = '/sports/football/leagues/premier-league/matches/1001';
const PAGES = {
  landing: '/', live: '/live', league: '/sports/football/leagues/premier-league', match,
  statistics: `${match}?tab=statistics`, lineups: `${match}?tab=lineups`, developer: `${match}?tab=developer`,
  status: '/status', missing: '/no/such/page', empty: '/live?league=moving-league&status=finished',
};

for (const [name, path] of Object.entries(PAGES)) {
  test(`pictures of ${name}`, async ({ page, theme, expected }) => {
    expected.add(404);
    for (const shade of THEMES) {
      await theme(shade);
      for (const width of [390, 820, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(path);
        if (!['status', 'missing', 'empty'].includes(name)) await connected(page);
        await page.evaluate(() => document.fonts.ready);
        await page.screenshot({ path: `screenshots/${name}-${shade}-${width}.png`, fullPage: true });
      }
    }
  });
}
