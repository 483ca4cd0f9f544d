import { everyPage } from '../../fixtures/page';
import { call, newKey } from '../../fixtures/customer';
import { expect, hydrated, test } from '../../fixtures';

everyPage({ name: 'plan', path: '/dashboard/plan', inside: true });

test('the bars tell what is used, and the forecast how long it lasts', async ({ page, request, inside, accessible }) => {
  const { token } = await newKey(inside, 'Board');
  await Promise.all(Array.from({ length: 50 }, () => call(request, token, '/sports')));
  await expect(async () => {
    await page.goto('/dashboard/plan');
    await expect(page.getByText('50 of 1,000 (5 %)')).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 15_000 });
  // All of them, unless a minute ended in between.
  await expect(page.getByText(/^(2[5-9]|[34]\d|50) of 60 /)).toBeVisible();
  await expect(page.getByText('0 of 10 (0 %)')).toBeVisible();
  await expect(page.getByText(/^At this pace/)).toBeVisible();
  await expect(page.getByRole('row', { name: /^free yours 60 1,000 10 50$/ })).toBeVisible();
  await hydrated(page);
  await accessible(page);
});
