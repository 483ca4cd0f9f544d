import { everyPage } from '../fixtures/page';
import { expect, test } from '../fixtures';

everyPage({ name: 'verify', path: '/verify?token=none' });

test('a link that is used up says so', async ({ plain, expected }) => {
  expected.add(422);
  await plain.goto('/verify?token=none');
  await plain.getByRole('button', { name: 'Confirm the address' }).click();
  await expect(plain.getByRole('alert')).toHaveText('This link was used before or has run out. Ask for a new one.');
});
