import { everyPage } from '../../fixtures/page';
import { address, enter } from '../../fixtures/customer';
import { letter, link } from '../../fixtures/letter';
import { expect, hydrated, test } from '../../fixtures';

everyPage({ name: 'settings', path: '/dashboard/settings', inside: true });

test('the password changes for who knows it', async ({ page, plain, expected, inside }) => {
  expected.add(422);
  await page.goto('/dashboard/settings');
  await hydrated(page);
  const change = async (current: string, password: string) => {
    const part = page.locator('section', { has: page.getByRole('heading', { name: 'Password', exact: true }) });
    await part.getByLabel('Your password').fill(current);
    await part.getByLabel('New password').fill(password);
    await part.getByRole('button', { name: 'Change the password' }).click();
    return part;
  };
  const refused = await change('a guess', 'a brand new sentence');
  await expect(refused.getByLabel('Your password')).toHaveAccessibleDescription('This is not your password.');
  await change(inside.password, 'a brand new sentence');
  await expect(page).toHaveURL('/dashboard/settings?done=password');
  await letter(inside.email, 'Your account was changed');
  await plain.goto('/login');
  await plain.getByLabel('E-mail').fill(inside.email);
  await plain.getByLabel('Password').fill('a brand new sentence');
  await plain.getByRole('button', { name: 'Sign in' }).click();
  await expect(plain).toHaveURL('/dashboard');
});

test('the address changes once its new mailbox agrees', async ({ page, expected, inside }) => {
  expected.add(422);
  const next = address();
  await page.goto('/dashboard/settings');
  await hydrated(page);
  const part = page.locator('section', { has: page.getByRole('heading', { name: 'E-mail', exact: true }) });
  await part.getByLabel('New e-mail').fill(next);
  await part.getByLabel('Your password').fill('a guess');
  await part.getByRole('button').click();
  await expect(part.getByLabel('Your password')).toHaveAccessibleDescription('This is not your password.');
  await expect(part.getByLabel('New e-mail')).toHaveValue(next);
  await part.getByLabel('Your password').fill(inside.password);
  await part.getByRole('button').click();
  await expect(page.getByRole('status').filter({ hasText: 'A letter is on its way' })).toBeVisible();
  await expect(part.getByText(inside.email)).toBeVisible();
  await page.goto(await link(next, 'Confirm your new e-mail address'));
  await page.getByRole('button', { name: 'Confirm the address' }).click();
  await expect(page.getByRole('status').first()).toHaveText('Your account uses this address from now on.');
  await page.getByRole('link', { name: 'Go to your dashboard' }).click();
  await expect(page.getByLabel(`Account of ${next}`)).toBeVisible();
});

test('sessions are listed, ended one by one, and all but this', async ({ page, plain, browser, service, inside }) => {
  await enter(plain.context(), inside);
  const third = await browser.newContext({ baseURL: service, userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' });
  await enter(third, inside);
  await page.goto('/dashboard/settings');
  await hydrated(page);
  const sessions = page.locator('.sessions li');
  await expect(sessions).toHaveCount(3);
  await expect(sessions.filter({ hasText: 'This one' })).toHaveCount(1);
  await page.getByRole('button', { name: /^End Firefox on Linux at / }).click();
  await expect(page.getByRole('status').first()).toHaveText('The session was ended.');
  await expect(sessions).toHaveCount(2);
  expect((await third.request.get('/dashboard', { maxRedirects: 0 })).headers().location).toMatch(/^\/login/);
  await page.getByRole('button', { name: 'End all others' }).click();
  await expect(sessions).toHaveCount(1);
  await plain.goto('/dashboard');
  await expect(plain).toHaveURL(/\/login/);
  await third.close();
});

test('one takes one’s data along and deletes the account', async ({ page, plain, expected, inside }) => {
  expected.add(422);
  await plain.context().addCookies(await page.context().cookies());
  await page.goto('/dashboard/settings');
  await hydrated(page);
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download my data' }).click()]);
  const text = Buffer.concat(await (await file.createReadStream()).toArray()).toString();
  expect(JSON.parse(text).account.email).toBe(inside.email);

  await plain.goto('/dashboard/settings');
  await plain.getByText('Delete my account').first().click();
  const part = plain.locator('details', { hasText: 'Delete my account' });
  await part.getByLabel('Your e-mail').fill('somebody@example.org');
  await part.getByLabel('Your password').fill(inside.password);
  await part.getByRole('button').click();
  await expect(part.getByLabel('Your e-mail')).toHaveAccessibleDescription(new RegExp(`Type ${inside.email} to confirm`));
  await expect(part.getByLabel('Your e-mail')).toHaveValue('somebody@example.org');
  await part.getByLabel('Your e-mail').fill(inside.email);
  await part.getByLabel('Your password').fill(inside.password);
  await part.getByRole('button').click();
  await expect(plain).toHaveURL('/login?done=deleted');
  await expect(plain.getByRole('status')).toHaveText(/^Your account is closed; in 14 days it is deleted/);
  await page.goto('/dashboard');
  await expect(page).toHaveURL(/\/login/);
});
