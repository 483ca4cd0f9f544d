import { everyPage } from '../../fixtures/page';
import { call, newKey } from '../../fixtures/customer';
import { expect, hydrated, test } from '../../fixtures';

everyPage({ name: 'overview', path: '/dashboard', inside: true });

test('the first request arrives while the page is open, and turns it into the overview', async ({ page, request, inside, accessible }) => {
  const { token, id } = await newKey(inside, 'Board');
  await page.goto('/dashboard');
  await hydrated(page);
  await expect(page.getByText('Waiting for your first request.')).toBeVisible();
  expect((await call(request, token)).status()).toBe(200);
  await expect(page.getByText('Your first request arrived.')).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText('/api/v1/matches was answered with 200.')).toBeVisible();
  const requests = page.getByRole('link', { name: /^Requests today/ });
  await expect(requests).toContainText('1');
  await expect(page.getByText('1 of 1,000 (under 1 %)')).toBeVisible();
  await accessible(page);
  await page.getByRole('link', { name: 'Board' }).click();
  await expect(page).toHaveURL(`/dashboard/usage?key=${id}`);
});

test('without script the page says to look again', async ({ plain, context, inside }) => {
  await newKey(inside, 'Board');
  await plain.context().addCookies(await context.cookies());
  await plain.goto('/dashboard');
  await expect(plain.getByRole('link', { name: 'look again' })).toBeVisible();
});

test('each part is one link away, and knows that it is shown', async ({ page, inside: _ }) => {
  await page.goto('/dashboard');
  await hydrated(page);
  await page.evaluate(() => Object.assign(window, { same: true }));
  const ways = page.getByRole('navigation', { name: 'Dashboard' });
  for (const name of ['Keys', 'Usage', 'Plan', 'Settings', 'Overview']) {
    await ways.getByRole('link', { name }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
    await expect(ways.getByRole('link', { name })).toHaveAttribute('aria-current', 'page');
  }
  expect(await page.evaluate(() => 'same' in window), 'without a load').toBe(true);
});
