// The pages that are texts: each in full, and the ways between all of them.
import { everyPage } from '../../fixtures/page';
import { expect, test } from '../../fixtures';

const TEXTS = ['quick-start', 'limits', 'migrating', 'commands', 'operations', 'changelog'];

everyPage({ name: 'docs', path: '/docs', ready: async () => {} });
for (const name of TEXTS) everyPage({ name, path: `/docs/${name}`, ready: async () => {} });

test('every page is a step from the first one, by keyboard as well, and says where one is', async ({ page }) => {
  await page.goto('/docs');
  const ways = page.getByRole('navigation', { name: 'Documentation' }).getByRole('link');
  for (const title of await ways.allTextContents()) {
    await ways.filter({ hasText: new RegExp(`^${title}$`) }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(page.locator('.dash-nav [aria-current="page"]')).toHaveText(title);
    await expect(page.locator('.dash-nav [aria-current="page"]')).toBeInViewport();
  }
});

test('a heading can be linked to', async ({ page }) => {
  await page.goto('/docs/operations#backup');
  await expect(page.locator(':target')).toHaveText('Backup');
  await expect(page.locator(':target')).toBeInViewport();
});

test('what a page says is there as Markdown', async ({ page, request, service }) => {
  await page.goto('/docs/limits');
  const twin = await page.getByRole('link', { name: 'This page as Markdown' }).getAttribute('href');
  const answer = await request.get(`${service}${twin}`);
  expect(answer.headers()['content-type']).toBe('text/markdown; charset=utf-8');
  expect(await answer.text()).toMatch(/^# Limits\n/);
});
