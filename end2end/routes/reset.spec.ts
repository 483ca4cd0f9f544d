import { everyPage } from '../fixtures/page';
import { address } from '../fixtures/customer';
import { expect, test } from '../fixtures';

everyPage({ name: 'reset', path: '/reset?token=none' });

test('a link that is used up says so at once and leads to a new one', async ({ plain }) => {
  await plain.goto('/reset?token=none');
  await expect(plain.getByRole('alert')).toHaveText('This link was used before or has run out. Ask for a new one.');
  await plain.getByLabel('E-mail').fill(address());
  await plain.getByRole('button', { name: 'Send a new link' }).click();
  await expect(plain).toHaveURL('/forgot?done=sent');
});
