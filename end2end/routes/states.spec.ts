// What a panel shows while it waits, and when what it waits for cannot be had.
import type { Route } from '@playwright/test';
import { expect, hydrated, test } from '../fixtures';

const PANELS = [
  { link: 'Keys', asked: '/fn/dashboard/keys', path: '/dashboard/keys' },
  { link: 'Usage', asked: '/fn/dashboard/usage?*', path: '/dashboard/usage' },
  { link: 'Plan', asked: '/fn/dashboard/plan', path: '/dashboard/plan' },
  { link: 'Settings', asked: '/fn/settings', path: '/dashboard/settings' },
  { link: 'Live scores', asked: '/fn/scores?*', path: '/live' },
  { link: 'Status', asked: '/fn/state', path: '/status' },
];

for (const { link, asked, path } of PANELS) {
  test(`${path} shows its shape while it loads, and what to do when it fails`, async ({ page, expected, accessible, inside: _ }) => {
    expected.add(503);
    await page.goto('/dashboard');
    await hydrated(page);
    let answer: (route: Route) => void = () => {};
    const waiting = new Promise<Route>((arrived) => (answer = arrived));
    await page.route(`**${asked}`, (route) => answer(route), { times: 1 });
    await page.getByRole('link', { name: link, exact: true }).click();
    const route = await waiting;
    await expect(page.getByRole('status').filter({ hasText: 'Loading' })).toBeVisible();
    await accessible(page);
    await route.fulfill({
      status: 503, headers: { serverfnerror: asked },
      json: { kind: 'unavailable', detail: 'It could not be read just now.', request_id: 'r-4711' },
    });
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('It could not be read just now.');
    await expect(alert).toContainText('Request r-4711');
    await accessible(page);
    await alert.getByRole('link', { name: 'Try again' }).click();
    await expect(page).toHaveURL(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(alert).toHaveCount(0);
    await hydrated(page);
  });
}
