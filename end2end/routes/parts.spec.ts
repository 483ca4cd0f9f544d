// The code of a page that is fetched when the page is first shown, where that does not go well.
import { expect, hydrated, test } from '../fixtures';

const PART = /\/pkg\/split_entrance_\d+\.wasm$/;

test('a part that cannot be had at first is asked for again', async ({ page, expected }) => {
  expected.add(503);
  let asked = 0;
  await page.route(PART, (route) => ((asked += 1) < 3 ? route.fulfill({ status: 503 }) : route.continue()));
  await page.goto('/login');
  await expect.poll(() => asked).toBeGreaterThanOrEqual(3);
  await hydrated(page);
});

test('a page whose part is no more is loaded anew, once', async ({ page, expected }) => {
  expected.add(404);
  let loads = 0;
  let there = false;
  page.on('request', (request) => (loads += Number(request.isNavigationRequest())));
  await page.route(PART, (route) => (there ? route.continue() : route.fulfill({ status: 404 })));
  await page.goto('/login');
  await expect.poll(() => loads).toBe(2);
  // It is asked for again, but the page stays.
  await page.waitForTimeout(2_000);
  expect(loads).toBe(2);
  there = true;
  await hydrated(page);
});
