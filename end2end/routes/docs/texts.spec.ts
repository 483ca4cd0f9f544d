// The pages that are texts: each in full, and the ways between all of them.
import { everyPage } from '../../fixtures/page';
import { expect, hydrated, test } from '../../fixtures';

const TEXTS = ['quick-start', 'limits', 'coverage', 'migrating', 'commands', 'operations', 'changelog'];

everyPage({ name: 'docs', path: '/docs', part: 'main article' });
for (const name of TEXTS) everyPage({ name, path: `/docs/${name}`, part: 'main article' });

test('every page is a step from the first one, by keyboard as well, and says where one is', async ({ page }) => {
  await page.goto('/docs');
  const ways = page.getByRole('navigation', { name: 'Documentation' }).getByRole('link');
  for (const title of await ways.allTextContents()) {
    // Whoever leaves while the script is still being fetched has it cut off.
    await hydrated(page);
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

test('a long page lists its headings, and the browser’s own jump leads to them', async ({ page }) => {
  await page.goto('/docs/operations');
  await hydrated(page);
  await page.getByRole('navigation', { name: 'On this page' }).getByRole('link', { name: 'Backup', exact: true }).click();
  await expect(page).toHaveURL('/docs/operations#backup');
  await expect(page.locator(':target')).toBeInViewport();
});

test('an example is shown in the language that is chosen, with and without script', async ({ page, plain }) => {
  for (const one of [page, plain]) {
    await one.goto('/docs/quick-start');
    if (one === page) await hydrated(one);
    await expect(one.locator('code.language-sh').first()).toBeVisible();
    await expect(one.locator('code.language-python').first()).toBeHidden();
    await one.getByText('Python', { exact: true }).first().click();
    await expect(one.locator('code.language-python').first()).toBeVisible();
    await expect(one.locator('code.language-sh').first()).toBeHidden();
  }
  // A reader has one language: the script chooses it for all examples.
  await expect(page.locator('code.language-python').nth(1)).toBeVisible();
});

test.describe('with a clipboard', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });
  test('an example is copied', async ({ page, plain }) => {
    await page.goto('/docs/quick-start');
    await hydrated(page);
    await page.getByRole('button', { name: 'Copy commands' }).first().click();
    await expect(page.getByRole('button', { name: 'Copied commands' })).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('curl -s -H');
    await plain.goto('/docs/quick-start');
    await expect(plain.locator('.docs-copy').first()).toBeHidden();
  });
});

test('one comes back to a text from a page of the app', async ({ page }) => {
  await page.goto('/docs/limits');
  await hydrated(page);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Status' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Service status');
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'What costs nothing' })).toBeVisible();
});

test('the bar says who is signed in', async ({ page, inside }) => {
  await page.goto('/docs/errors');
  await hydrated(page);
  await expect(page.locator('.account summary')).toHaveAccessibleName(`Account of ${inside.email}`);
});

test('a page that the documentation does not have says so', async ({ page, expected }) => {
  expected.add(404);
  await page.goto('/docs/no-such-page');
  await hydrated(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is nothing here');
});

test('what a page says is there as Markdown', async ({ page, request, service }) => {
  await page.goto('/docs/limits');
  const twin = await page.getByRole('link', { name: 'This page as Markdown' }).getAttribute('href');
  const answer = await request.get(`${service}${twin}`);
  expect(answer.headers()['content-type']).toBe('text/markdown; charset=utf-8');
  expect(await answer.text()).toMatch(/^# Limits\n/);
});
