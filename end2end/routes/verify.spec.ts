import { everyPage } from '../fixtures/page';
import { address } from '../fixtures/customer';
import { expect, test } from '../fixtures';

everyPage({ name: 'verify', path: '/verify?token=none' });

test('a link that is used up says so at once and leads to a new letter', async ({ plain }) => {
  await plain.goto('/verify?token=none');
  await expect(plain.getByRole('alert')).toHaveText('This link was used before or has run out. Ask for a new one.');
  await plain.getByLabel('E-mail').fill(address());
  await plain.getByRole('button', { name: 'Send a new letter' }).click();
  await expect(plain).toHaveURL('/forgot?done=sent');
});
