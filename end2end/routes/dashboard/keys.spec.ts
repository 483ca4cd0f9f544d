import { readFile } from 'node:fs/promises';
import Pusher from 'pusher-js';
import { everyPage, fits } from '../../fixtures/page';
import { call, newKey, publicId } from '../../fixtures/customer';
import { expect, hydrated, test } from '../../fixtures';

everyPage({ name: 'keys', path: '/dashboard/keys', inside: true });
everyPage({ name: 'new-key', path: '/dashboard/keys?new=1', inside: true });

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('a key is made by keyboard alone, and its token is shown once', async ({ page, request, inside: _, accessible }) => {
  await page.goto('/dashboard/keys');
  await hydrated(page);
  await page.getByRole('link', { name: 'Create a key' }).first().press('Enter');
  await expect(page.getByLabel('Name')).toBeFocused();
  await page.keyboard.type('Score board');
  await page.keyboard.press('Enter');
  const reveal = page.getByRole('region', { name: 'The token of “Score board”' });
  await expect(reveal).toBeFocused();
  await accessible(page);
  const token = await reveal.locator('.copy-line', { hasText: 'Token' }).locator('code').innerText();
  expect(token).toMatch(/^bts_live_\w+_\w+$/);

  await reveal.getByRole('button', { name: /^Cop.* token$/ }).click();
  await expect(reveal.getByRole('button', { name: 'Copied token' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token);
  const [file] = await Promise.all([page.waitForEvent('download'), reveal.getByRole('link', { name: 'Download .env' }).click()]);
  expect(file.suggestedFilename()).toBe('bts-guru.env');
  expect(await readFile((await file.path())!, 'utf8')).toContain(`BTS_GURU_KEY=${token}\n`);
  await page.setViewportSize({ width: 390, height: 800 });
  await fits(page);
  expect((await call(request, token)).status()).toBe(200);

  await page.getByRole('link', { name: 'I saved it' }).click();
  await expect(page.getByRole('row', { name: /Score board active/ })).toBeVisible();
  expect(await page.content()).not.toContain(token);
});

test('bad input keeps what was typed and names each field, with and without script', async ({ page, plain, inside: _, accessible }) => {
  await plain.context().addCookies(await page.context().cookies());
  for (const one of [page, plain]) {
    await one.goto('/dashboard/keys?new=1');
    if (one === page) await hydrated(one);
    await one.getByLabel('Only from addresses').fill('203.0.113.0/33');
    await one.getByLabel('Only from web origins').fill('example.org');
    await one.getByRole('button', { name: 'Create' }).click();
    await expect(one.getByLabel('Name')).toHaveAccessibleDescription('Give the key a name that says where it is used.');
    await expect(one.getByLabel('Only from addresses')).toHaveValue('203.0.113.0/33');
    await expect(one.getByLabel('Only from addresses')).toHaveAccessibleDescription(/is no address such as/);
    await expect(one.getByLabel('Only from web origins')).toHaveValue('example.org');
    await expect(one.getByLabel('Only from web origins')).toHaveAttribute('aria-invalid', 'true');
    // Before the other page is open: one without script is told that what it preloaded was for nothing.
    if (one === page) await accessible(page);
  }
});

test('the panel of a key takes the focus, and Escape closes it', async ({ page, inside }) => {
  await newKey(inside, 'Site');
  await page.goto('/dashboard/keys');
  await hydrated(page);
  await page.getByRole('link', { name: 'Site' }).press('Enter');
  const panel = page.getByRole('region', { name: 'Site' });
  await expect(panel).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL('/dashboard/keys');
  await expect(panel).toHaveCount(0);
});

test('without script a key is made, used and revoked all the same', async ({ page, plain, request, inside: _ }) => {
  await plain.context().addCookies(await page.context().cookies());
  await plain.goto('/dashboard/keys?new=1');
  await plain.getByLabel('Name').fill('Plain');
  await plain.getByRole('button', { name: 'Create' }).click();
  const reveal = plain.getByRole('region', { name: 'The token of “Plain”' });
  const token = await reveal.locator('.copy-line', { hasText: 'Token' }).locator('code').innerText();
  expect((await call(request, token)).status()).toBe(200);
  await plain.reload();
  await expect(reveal).toHaveCount(0);
  await plain.getByRole('link', { name: 'Plain' }).click();
  await plain.getByLabel('Type the name').fill('Plain');
  await plain.getByRole('button', { name: 'Revoke' }).click();
  await expect(plain.getByRole('status')).toHaveText('“Plain” is revoked and its sockets are closed.');
  expect((await call(request, token)).status()).toBe(401);
});

test('a rotated key has two tokens until the old one is stopped', async ({ page, request, inside, accessible }) => {
  const { token, id } = await newKey(inside, 'Site');
  await page.goto(`/dashboard/keys?key=${id}`);
  await hydrated(page);
  await page.getByLabel('The old token stops').selectOption('in 1 hour');
  await page.getByRole('button', { name: 'Rotate' }).click();
  const reveal = page.getByRole('region', { name: 'The token of “Site”' });
  await expect(reveal).toBeFocused();
  await expect(reveal).toContainText('The old token works until');
  const fresh = await reveal.locator('.copy-line', { hasText: 'Token' }).locator('code').innerText();
  for (const one of [token, fresh]) expect((await call(request, one)).status()).toBe(200);

  await page.goto(`/dashboard/keys?key=${id}`);
  await hydrated(page);
  await expect(page.getByText('1 call with the old token since the rotation')).toBeVisible({ timeout: 15_000 });
  await expect(page.getByRole('row', { name: /Site rotating until/ })).toBeVisible();
  await accessible(page);
  await page.getByRole('button', { name: 'Stop the old token now' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'has stopped' })).toHaveText('The old token of “Site” has stopped.');
  expect((await call(request, token)).status()).toBe(401);
  expect((await call(request, fresh)).status()).toBe(200);
});

test('a key is switched off and on again', async ({ page, request, inside }) => {
  const { token, id } = await newKey(inside, 'Site');
  await page.goto(`/dashboard/keys?key=${id}`);
  await hydrated(page);
  await page.getByRole('button', { name: 'Switch off' }).click();
  await expect(page.getByText('“Site” is switched off.')).toBeVisible();
  const refused = await call(request, token);
  expect([refused.status(), (await refused.json()).code]).toEqual([401, 'disabled_key']);
  await page.getByRole('button', { name: 'Switch on' }).click();
  await expect(page.getByText('“Site” is switched on.')).toBeVisible();
  expect((await call(request, token)).status()).toBe(200);
});

test('a revoked key closes its sockets, once its name is typed', async ({ page, service, request, inside }) => {
  const { token, id } = await newKey(inside, 'Site');
  expect(id).toBe(publicId(token));
  const { hostname, port } = new URL(service);
  const pusher = new Pusher(id, { cluster: '', wsHost: hostname, wsPort: Number(port), forceTLS: false, enabledTransports: ['ws'], disableStats: true });
  try {
    const errors: number[] = [];
    pusher.connection.bind('error', (error: any) => errors.push(error?.data?.code ?? error?.error?.data?.code));
    await expect.poll(() => pusher.connection.state).toBe('connected');
    await page.goto(`/dashboard/keys?key=${id}`);
    await hydrated(page);
    await page.getByLabel('Type the name').fill('Sit');
    await page.getByRole('button', { name: 'Revoke' }).click();
    await expect(page.getByLabel('Type the name')).toHaveAccessibleDescription('Type “Site” to revoke the key. It still works.');
    expect(pusher.connection.state).toBe('connected');
    await page.getByLabel('Type the name').fill('Site');
    await page.getByRole('button', { name: 'Revoke' }).click();
    await expect(page.getByText('“Site” is revoked and its sockets are closed.')).toBeVisible();
    await expect.poll(() => pusher.connection.state, { timeout: 5_000 }).not.toBe('connected');
    await expect.poll(() => errors).toContain(4009);
    expect((await call(request, token)).status()).toBe(401);
    await expect(page.getByRole('row', { name: /Site revoked/ })).toBeVisible();
  } finally {
    pusher.disconnect();
  }
});
