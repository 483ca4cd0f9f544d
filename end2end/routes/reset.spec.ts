import { everyPage } from '../fixtures/page';
import { expect, test } from '../fixtures';

everyPage({ name: 'reset', path: '/reset?token=none' });

test('a link that is used up says so and leads to a new one', async ({ plain, expected }) => {
  expected.add(422);
  await plain.goto('/reset?token=none');
  await plain.getByLabel('New password').fill('a brand new sentence');
  await plain.getByRole('button', { name: 'Set the password' }).click();
  await expect(plain.getByRole('alert')).toHaveText('This link was used before or has run out. Ask for a new one.');
  await plain.getByRole('link', { name: 'Ask for a new link' }).click();
  await expect(plain).toHaveURL('/forgot');
});
