import { everyPage } from '../fixtures/page';
import { address } from '../fixtures/customer';
import { link } from '../fixtures/letter';
import { expect, test } from '../fixtures';

everyPage({ name: 'forgot', path: '/forgot' });

test('a forgotten password is replaced by way of a letter', async ({ plain, expected, customer }) => {
  expected.add(422);
  await plain.goto('/login');
  await plain.getByRole('link', { name: 'Forgot your password?' }).click();
  await plain.getByLabel('E-mail').fill(customer.email);
  await plain.getByRole('button', { name: 'Send the link' }).click();
  await expect(plain.getByRole('status')).toContainText('a letter is on its way');

  await plain.goto(await link(customer.email, 'Choose a new password'));
  const choose = async (password: string) => {
    await plain.getByLabel('New password').fill(password);
    await plain.getByRole('button', { name: 'Set the password' }).click();
  };
  await choose('password');
  await expect(plain.getByLabel('New password')).toHaveAccessibleDescription(/one of the most common passwords/);
  await choose('a brand new sentence');
  await expect(plain).toHaveURL('/login?done=reset');
  await plain.getByLabel('E-mail').fill(customer.email);
  await plain.getByLabel('Password').fill('a brand new sentence');
  await plain.getByRole('button', { name: 'Sign in' }).click();
  await expect(plain).toHaveURL('/dashboard');
});

test('an address without an account is answered like any other', async ({ plain }) => {
  await plain.goto('/forgot');
  await plain.getByLabel('E-mail').fill(address());
  await plain.getByRole('button', { name: 'Send the link' }).click();
  await expect(plain.getByRole('status')).toContainText('a letter is on its way');
});

test('what is no address is named and kept', async ({ plain, expected }) => {
  expected.add(422);
  await plain.goto('/forgot');
  await plain.getByLabel('E-mail').fill('nobody');
  await plain.getByRole('button', { name: 'Send the link' }).click();
  await expect(plain.getByLabel('E-mail')).toHaveValue('nobody');
  await expect(plain.getByLabel('E-mail')).toHaveAccessibleDescription(/Write an address such as/);
});
