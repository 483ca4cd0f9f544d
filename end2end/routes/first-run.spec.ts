// What somebody who has never seen the product does on the first evening, in one go.
import { execFile, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { address, call } from '../fixtures/customer';
import { link } from '../fixtures/letter';
import { expect, hydrated, test } from '../fixtures';

const PASSWORD = 'plain words do well';

test('register, make a key, see the first request arrive, listen, hit the limit, find it all under usage', async ({
  page, request, goal,
}) => {
  test.setTimeout(120_000);
  const email = address();
  await test.step('register and confirm', async () => {
    await page.goto('/');
    await page.getByRole('link', { name: 'Register' }).click();
    await hydrated(page);
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.goto(await link(email, 'Confirm your e-mail address'));
    await page.getByRole('button', { name: 'Confirm the address' }).click();
    await page.getByRole('link', { name: 'Go to your dashboard' }).click();
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL('/dashboard');
  });

  const made = await test.step('make a key', async () => {
    await hydrated(page);
    await page.getByRole('link', { name: 'Create a key' }).click();
    await page.getByLabel('Name').fill('First');
    await page.getByRole('button', { name: 'Create' }).click();
    const reveal = page.getByRole('region', { name: 'The token of “First”' });
    await expect(reveal).toBeFocused();
    const [shell, script] = await reveal.locator('pre code').allInnerTexts();
    return { token: await reveal.locator('.copy-line code').innerText(), shell, script };
  });

  await test.step('the first request arrives on the overview', async () => {
    const overview = await page.context().newPage();
    await overview.goto('/dashboard');
    await hydrated(overview);
    await expect(overview.getByText('Waiting for your first request.')).toBeVisible();
    const { stdout } = await promisify(execFile)('sh', ['-c', made.shell]);
    expect(JSON.parse(stdout).data.length).toBeGreaterThan(0);
    await expect(overview.getByText('Your first request arrived.')).toBeVisible({ timeout: 15_000 });
    await overview.close();
  });

  await test.step('the script listens under the key', async () => {
    // Within this package, where pusher-js is.
    const file = test.info().outputPath('listen.mjs');
    await writeFile(file, made.script);
    const script = spawn(process.execPath, [file], { env: { PATH: process.env.PATH, NO_COLOR: '1' } });
    try {
      let heard = '';
      for (const stream of [script.stdout, script.stderr]) stream.on('data', (text) => (heard += text));
      await page.goto('/dashboard');
      await expect(async () => {
        await page.reload();
        await expect(page.getByRole('link', { name: /^Open sockets/ })).toContainText('1 of 10', { timeout: 500 });
      }, heard).toPass({ timeout: 15_000 });
      const [home] = await goal(9041, 'home');
      await expect.poll(() => heard, { timeout: 15_000 }).toContain(`to: [ ${home}, 0 ]`);
    } finally {
      script.kill();
    }
  });

  await test.step('the limit is hit and says what it is', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => call(request, made.token, '/sports')));
    const refused = answers.filter((answer) => answer.status() === 429);
    expect(refused.length).toBeGreaterThan(0);
    const [first] = refused;
    const problem = await first.json();
    expect(problem).toMatchObject({ status: 429, 'violated-policies': ['minute'] });
    expect(Number(first.headers()['retry-after'])).toBeGreaterThan(0);
    expect(first.headers()['ratelimit-policy']).toContain('"minute";q=60;w=60');
    expect(first.headers()['content-type']).toContain('application/problem+json');
    expect((await call(request, made.token, '/sports/chess')).status()).toBeGreaterThanOrEqual(400);
  });

  await test.step('all of it is found under usage', async () => {
    const table = page.getByRole('region', { name: 'Usage by group' });
    await expect(async () => {
      await page.goto('/dashboard/usage?range=1h');
      const cells = await table.getByRole('row', { name: /^First/ }).getByRole('cell').allInnerTexts();
      const [requests, , limited, , , , , messages] = cells.map((cell) => Number(cell.replaceAll(',', '')));
      expect(requests).toBeGreaterThanOrEqual(100);
      expect(limited).toBeGreaterThanOrEqual(10);
      expect(messages).toBeGreaterThanOrEqual(1);
    }).toPass({ timeout: 20_000 });
    await page.goto('/dashboard/usage?range=1h&by=endpoint');
    await expect(table.getByRole('row', { name: /^\/app\/\{key\}/ })).toBeVisible();
    await hydrated(page);
  });
});
