import { everyPage } from '../fixtures/page';
import { address } from '../fixtures/customer';
import { link } from '../fixtures/letter';
import { expect, hydrated, test } from '../fixtures';

everyPage({ name: 'register', path: '/register' });

const PASSWORD = 'plain words do well';

test('a newcomer needs no script: register, confirm, sign in', async ({ plain }) => {
  const email = address();
  await plain.goto('/register');
  await plain.getByLabel('E-mail').fill(email);
  await plain.getByLabel('Password').fill(PASSWORD);
  await plain.getByRole('button', { name: 'Create account' }).click();
  await expect(plain.getByRole('heading', { level: 1 })).toHaveText('Read your mail');
  await expect(plain.getByText('letters are written into')).toContainText('/mail');
  await plain.goto(await link(email, 'Confirm your e-mail address'));
  await plain.getByRole('button', { name: 'Confirm the address' }).click();
  await expect(plain.getByRole('status')).toHaveText('Your address is confirmed.');
  await plain.getByRole('link', { name: 'Go to your dashboard' }).click();
  await expect(plain).toHaveURL('/login?next=%2Fdashboard');
  await plain.getByLabel('E-mail').fill(email);
  await plain.getByLabel('Password').fill(PASSWORD);
  await plain.getByRole('button', { name: 'Sign in' }).click();
  await expect(plain).toHaveURL('/dashboard');
  await expect(plain.getByRole('heading', { level: 1 })).toHaveText('Overview');
});

test('bad input keeps what was typed and names each field', async ({ page, expected, accessible }) => {
  expected.add(422);
  await page.goto('/register');
  await hydrated(page);
  await page.getByLabel('E-mail').fill('ana@@example');
  await page.getByLabel('Password').fill('short');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('2 fields need another look.');
  const email = page.getByLabel('E-mail');
  await expect(email).toHaveValue('ana@@example');
  await expect(email).toHaveAttribute('aria-invalid', 'true');
  await expect(email).toHaveAccessibleDescription(/Write an address such as/);
  await expect(page.getByLabel('Password')).toHaveValue('');
  await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/at least 8 characters/);
  await hydrated(page);
  await accessible(page);
});
