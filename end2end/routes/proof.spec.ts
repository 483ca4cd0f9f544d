import { expect, test } from '../fixtures';

test('while others try an account, a browser works something out and the form is taken', async ({
  page, expected, accessible,
}) => {
  expected.add(422).add(429);
  // Nobody's account, so that no other test waits for it.
  const email = `nobody${Date.now()}@example.com`;
  await expect(async () => {
    const form = { email, password: 'a wrong guess', next: '' };
    const answer = await page.request.post('/login', { form });
    expect(answer.status()).toBe(429);
  }).toPass({ intervals: [1] });

  await page.goto('/login');
  const send = async () => {
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill('another guess');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  };
  await send();
  await expect(page.getByRole('alert')).toContainText('Too many tries');
  await expect(page.locator('input[name="proof"]')).not.toHaveValue('', { timeout: 30_000 });
  await accessible(page);
  await expect(page.getByRole('button', { name: 'Mail me a link' })).toBeVisible();
  await send();
  await expect(page.getByRole('alert')).toHaveText('No account has this address and password. Check both.');
});
