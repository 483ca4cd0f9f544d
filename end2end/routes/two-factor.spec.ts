import { everyPage } from '../fixtures/page';
import { enter } from '../fixtures/customer';
import { code } from '../fixtures/totp';
import { expect, hydrated, test } from '../fixtures';

everyPage({ name: 'two-factor', path: '/two-factor', inside: true });

test('a second factor is set up, asked for, replaced by a recovery code and switched off', async ({
  page, plain, expected, inside, accessible,
}) => {
  expected.add(422);
  await page.goto('/dashboard/settings');
  await page.getByRole('link', { name: 'Set it up' }).click();
  await page.getByLabel('Your password').fill(inside.password);
  await page.getByRole('button', { name: 'Set it up' }).click();
  await expect(page.getByRole('img', { name: 'The seed as a QR code' })).toBeVisible();
  await hydrated(page);
  await accessible(page);
  const seed = await page.locator('.copy-line code').innerText();

  await page.getByLabel('Code', { exact: true }).fill('000000');
  await page.getByRole('button', { name: 'Switch it on' }).click();
  await expect(page.getByLabel('Code', { exact: true })).toHaveAccessibleDescription(/not the code of this moment/);
  await expect(page.locator('.copy-line code')).toHaveText(seed);
  await page.getByLabel('Code', { exact: true }).fill(code(seed));
  await page.getByRole('button', { name: 'Switch it on' }).click();
  const codes = page.locator('.codes li');
  await expect(codes).toHaveCount(10);
  const [first, second] = await codes.allInnerTexts();
  await accessible(page);
  await page.getByRole('link', { name: 'I have kept them' }).click();
  await expect(page).toHaveURL('/dashboard');

  // A stranger with the password alone is asked for the code; a recovery code lets its owner in, once.
  await plain.goto('/login?next=/dashboard/settings');
  const knock = async () => {
    await plain.getByLabel('E-mail').fill(inside.email);
    await plain.getByLabel('Password').fill(inside.password);
    await plain.getByRole('button', { name: 'Sign in' }).click();
    await expect(plain).toHaveURL('/two-factor');
  };
  await knock();
  const write = async (text: string) => {
    await plain.getByLabel('Code', { exact: true }).fill(text);
    await plain.getByRole('button', { name: 'Go on' }).click();
  };
  await write('123456');
  await expect(plain.getByLabel('Code', { exact: true })).toHaveAccessibleDescription(/wrong, too old, or was used before/);
  await write(first);
  await expect(plain).toHaveURL('/dashboard/settings');
  await expect(plain.getByText('9 of 10 recovery codes left')).toBeVisible();

  // Sessions elsewhere end with the factor: the page of the other browser may still ask, and be told.
  expected.add(401);
  await plain.getByText('Switch it off').first().click();
  const off = plain.locator('details').filter({ hasText: 'Switch it off' });
  await off.getByLabel('Your password').fill(inside.password);
  await off.getByLabel('Code', { exact: true }).fill(second);
  await off.getByRole('button', { name: 'Switch it off' }).click();
  await expect(plain.getByRole('status')).toHaveText('Two-factor sign-in is switched off.');
  await enter(page.context(), inside);
});

test('whoever is not signed in is told to do that first', async ({ plain }) => {
  await plain.goto('/two-factor');
  await expect(plain.getByText('Sign in first')).toBeVisible();
});
