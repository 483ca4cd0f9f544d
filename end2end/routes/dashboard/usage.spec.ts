import type { Page } from '@playwright/test';
import { everyPage, fits } from '../../fixtures/page';
import { call, newKey, type Customer } from '../../fixtures/customer';
import { expect, hydrated, test, THEMES } from '../../fixtures';

everyPage({ name: 'usage', path: '/dashboard/usage', inside: true });

/** Four good calls by one key, one bad by another; resolves when they are counted. */
async function used(page: Page, customer: Customer): Promise<{ site: string; app: string }> {
  const [site, app] = [await newKey(customer, 'Site'), await newKey(customer, 'App')];
  const { request } = page;
  await Promise.all([
    ...[1, 2, 3].map(() => call(request, site.token)), call(request, site.token, '/sports'), call(request, app.token, '/sports/chess'),
  ]);
  await expect.poll(async () => rows(await (await page.request.get('/dashboard/usage.csv?range=1h')).text())
    .reduce((sum, row) => sum + Number(row.requests), 0), { timeout: 15_000 }).toBe(5);
  return { site: site.id, app: app.id };
}

/** The lines of a CSV by the names in its first. */
function rows(csv: string): Record<string, string>[] {
  const [head, ...lines] = csv.trim().split('\r\n').map((line) => line.split(','));
  return lines.map((line) => Object.fromEntries(head!.map((name, place) => [name, line[place]!])));
}

test('requests and errors are told by key, endpoint and status, in the URL', async ({ page, inside, theme, accessible }) => {
  const keys = await used(page, inside);
  await page.goto('/dashboard/usage');
  await hydrated(page);
  const table = page.getByRole('region', { name: 'Usage by group' });
  await expect(table.getByRole('row', { name: /^Site 4 0 0/ })).toBeVisible();
  await expect(table.getByRole('row', { name: /^App 1 1 0/ })).toBeVisible();
  await expect(table.getByRole('row', { name: /^All 5 1 0/ })).toBeVisible();

  await page.getByRole('navigation', { name: 'Group by' }).getByRole('link', { name: 'Endpoint' }).click();
  await expect(page).toHaveURL('/dashboard/usage?by=endpoint');
  await expect(table.getByRole('row', { name: /^\/matches 3/ })).toBeVisible();
  await page.getByRole('navigation', { name: 'Range' }).getByRole('link', { name: '1 h' }).click();
  await expect(page).toHaveURL('/dashboard/usage?range=1h&by=endpoint');
  await expect(page.getByRole('img', { name: /^Requests by endpoint, 1 minute a bar/ })).toBeVisible();
  await page.getByRole('navigation', { name: 'Group by' }).getByRole('link', { name: 'Status' }).click();
  await expect(table.getByRole('row', { name: /^404 1 1/ })).toBeVisible();
  await table.getByRole('link', { name: 'Errors' }).click();
  await expect(page).toHaveURL('/dashboard/usage?range=1h&by=status&sort=-errors');
  await expect(table.getByRole('rowheader').first()).toHaveText('404');
  await expect(table.getByRole('columnheader', { name: /Errors/ })).toHaveAttribute('aria-sort', 'descending');

  await page.getByRole('combobox', { name: 'Key' }).selectOption('Site');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page).toHaveURL(`/dashboard/usage?range=1h&by=status&key=${keys.site}&sort=-errors`);
  await expect(table.getByRole('row', { name: /^All 4 0 0/ })).toBeVisible();
  await page.reload();
  await expect(table.getByRole('row', { name: /^All 4 0 0/ })).toBeVisible();
  await hydrated(page);
  for (const shade of THEMES) {
    await theme(shade);
    await page.goto('/dashboard/usage?range=1h');
    await hydrated(page);
    await page.getByText('Numbers behind the chart').click();
    await accessible(page);
  }
  await page.setViewportSize({ width: 390, height: 800 });
  await fits(page);
});

test('the numbers go on by themselves, and are kept where newer ones cannot be had', async ({ page, expected, inside }) => {
  expected.add(503);
  const { token } = await newKey(inside, 'Site');
  await page.goto('/dashboard/usage?range=1h');
  await hydrated(page);
  await expect(page.getByRole('heading', { name: 'No requests in this range' })).toBeVisible();
  expect((await call(page.request, token)).status()).toBe(200);
  const row = page.getByRole('region', { name: 'Usage by group' }).getByRole('row', { name: /^Site 1 0 0/ });
  await expect(row).toBeVisible({ timeout: 20_000 });
  await page.getByText('Numbers behind the chart').click();
  await page.route('**/fn/dashboard/usage?*', (route) => route.fulfill({
    status: 503, json: { kind: 'unavailable', detail: 'Not now.', request_id: null }, headers: { serverfnerror: '/fn/dashboard/usage' },
  }));
  await page.getByRole('heading', { name: 'Usage' }).click();
  await expect(page.getByText('Newer numbers could not be had just now.')).toBeVisible({ timeout: 20_000 });
  await expect(row).toBeVisible();
  await page.unroute('**/fn/dashboard/usage?*');
  await expect(page.getByText('Newer numbers could not be had just now.')).toBeHidden({ timeout: 20_000 });
  await expect(page.getByRole('region', { name: 'Usage by time' })).toBeVisible();
});

test('the CSV has exactly the numbers of the table', async ({ page, inside }) => {
  await used(page, inside);
  await page.goto('/dashboard/usage?range=1h');
  await hydrated(page);
  const link = page.getByRole('link', { name: 'Download CSV' });
  const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
  expect(file.suggestedFilename()).toBe('usage.csv');
  const table = page.getByRole('region', { name: 'Usage by time' });
  await page.getByText('Numbers behind the chart').click();
  // Once more where a minute began between the two.
  await expect(async () => {
    const lines = rows(await (await page.request.get((await link.getAttribute('href'))!)).text());
    const names = (await table.getByRole('columnheader').allInnerTexts()).slice(1, -1);
    const shown = await table.locator('tbody tr').evaluateAll((all) => all.map((line) => [
      line.querySelector('time')!.getAttribute('datetime')!, ...[...line.querySelectorAll('td')].map((cell) => cell.textContent!),
    ]));
    // A line for each bucket in which something was used.
    const told = shown.flatMap(([at, ...numbers]) => names.map((name, place) => [at, name, numbers[place]]))
      .filter(([, , requests]) => requests !== '0');
    expect(lines.map((line) => [line.at, line.key_name, line.requests]).sort()).toEqual(told.sort());
    const refused = (at: string) => lines.filter((line) => line.at === at).reduce((sum, line) => sum + Number(line.limited), 0);
    expect(shown.map(([at]) => String(refused(at)))).toEqual(shown.map((line) => line.at(-1)));
  }).toPass({ timeout: 15_000 });
});

test('without script a range of one’s own is chosen, and what cannot be read is named', async ({ page, plain, inside: _ }) => {
  await plain.context().addCookies(await page.context().cookies());
  await plain.goto('/dashboard/usage');
  await plain.getByLabel('From').fill('2026-05-17T10:00');
  await plain.getByLabel('To', { exact: true }).fill('2026-05-17T12:00');
  await plain.getByRole('button', { name: 'Show' }).click();
  await expect(plain).toHaveURL(/from=2026-05-17T10%3A00&to=2026-05-17T12%3A00/);
  await expect(plain.getByRole('heading', { name: 'No requests in this range' })).toBeVisible();
  await plain.goto('/dashboard/usage?range=1y&by=colour');
  await expect(plain.getByText('Choose one of 1h, 24h, 7d and 30d')).toBeVisible();
  await expect(plain.getByText('Group by key, endpoint or status.')).toBeVisible();
});

test('the slash key finds the filter', async ({ page, inside: _ }) => {
  await page.goto('/dashboard/usage');
  await hydrated(page);
  await page.keyboard.press('/');
  await expect(page.getByLabel('From')).toBeFocused();
});
