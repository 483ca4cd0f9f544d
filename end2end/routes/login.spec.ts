import { everyPage } from '../fixtures/page';
import { expect, hydrated, test } from '../fixtures';

everyPage({ name: 'login', path: '/login' });

test('the keyboard is enough, and one is led back to where one wanted to go', async ({ page, customer }) => {
  await page.goto('/dashboard/usage?by=endpoint');
  await expect(page).toHaveURL('/login?next=%2Fdashboard%2Fusage%3Fby%3Dendpoint');
  await hydrated(page);
  await page.getByLabel('E-mail').focus();
  await page.keyboard.type(customer.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(customer.password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/dashboard/usage?by=endpoint');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Usage');
});

test('a wrong password tells neither what was wrong nor what was right', async ({ plain, expected, customer }) => {
  expected.add(422);
  await plain.goto('/login');
  await plain.getByLabel('E-mail').fill(customer.email);
  await plain.getByLabel('Password').fill('not this one');
  await plain.getByRole('button', { name: 'Sign in' }).click();
  await expect(plain.getByRole('alert')).toHaveText('No account has this address and password. Check both.');
  await expect(plain.getByLabel('E-mail')).toHaveValue(customer.email);
  await expect(plain.getByLabel('Password')).toHaveValue('');
});

test('an empty form names both fields', async ({ plain, expected }) => {
  expected.add(422);
  await plain.goto('/login');
  await plain.getByRole('button', { name: 'Sign in' }).click();
  await expect(plain.getByLabel('E-mail')).toHaveAccessibleDescription('Write your e-mail address.');
  await expect(plain.getByLabel('Password')).toHaveAccessibleDescription('Write your password.');
});

test('one signs out from the menu of the account', async ({ page, inside }) => {
  await page.goto('/dashboard');
  await hydrated(page);
  await page.getByLabel(`Account of ${inside.email}`).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/login?done=out');
  await expect(page.getByRole('status').filter({ hasText: 'You are signed out.' })).toBeVisible();
  await page.goto('/dashboard');
  await expect(page).toHaveURL('/login?next=%2Fdashboard');
});
