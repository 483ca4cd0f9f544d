// Letters by SMTP, to a real server: what it takes, what it refuses, and while it is away.
import { expect, request, test, type APIRequestContext } from '@playwright/test';
import { Own } from '../setup/own';
import { PostOffice } from '../setup/post';

test.describe.configure({ mode: 'serial' });

const PASSWORD = 'plain words do well';
const VERIFY = 'Confirm your e-mail address';

let post: PostOffice;
let own: Own;
let url: string;
let until: (words: RegExp) => Promise<RegExpExecArray>;
let asker: APIRequestContext;

test.beforeAll(async () => {
  post = await PostOffice.closed();
  await post.open();
  own = new Own({ MAIL_URL: post.url });
  ({ url, until } = await own.serve());
  asker = await request.newContext({ baseURL: url, extraHTTPHeaders: { 'sec-fetch-site': 'same-origin' } });
});

test.afterAll(async () => {
  await asker.dispose();
  await own.stop();
  await post.close();
});

/** Register; the answer is the same whatever becomes of the letter. */
async function register(email: string): Promise<void> {
  const answer = await asker.post('/register', { form: { email, password: PASSWORD }, maxRedirects: 0 });
  expect(answer.headers().location).toBe('/register?done=sent');
}

/** What a number on the page of metrics is, or nothing where it is not there. */
async function metric(at: string, sample: string): Promise<number | undefined> {
  const text = await (await fetch(`${at}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(`${sample} `));
  return line === undefined ? undefined : Number(line.slice(sample.length));
}

test('a newcomer follows the link that came by mail', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: url });
  const page = await context.newPage();
  await page.goto('/register');
  await page.getByLabel('E-mail').fill('ana@example.com');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page).toHaveURL('/register?done=sent');
  await expect.poll(() => post.to('ana@example.com').length).toBe(1);
  const [letter] = post.to('ana@example.com');
  expect(letter.text).toContain(`Subject: ${VERIFY}`);
  expect(letter.text).toMatch(/Message-ID: <[0-9a-f]{32}@localhost>/i);
  await page.goto(/http\S+token=\S+/.exec(letter.text)![0]);
  await page.getByRole('button', { name: 'Confirm the address' }).click();
  await expect(page).toHaveURL('/verify?done=verify');
  await page.goto('/login');
  await page.getByLabel('E-mail').fill('ana@example.com');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/dashboard');
  await context.close();
});

test('a server that says not now is asked again', async () => {
  const before = post.asked;
  post.refusals.push(451);
  await register('ben@example.com');
  await expect.poll(() => post.to('ben@example.com').length, { timeout: 15_000 }).toBe(1);
  expect(post.asked).toBe(before + 2);
});

test('a letter waits for a server that is away', async () => {
  await post.close();
  await register('cleo@example.com');
  await until(/the mail was not sent yet[^\n]*retried|retried[^\n]*the mail was not sent yet/i);
  expect(post.to('cleo@example.com')).toEqual([]);
  await post.open();
  await expect.poll(() => post.to('cleo@example.com').length, { timeout: 25_000 }).toBe(1);
});

test('a refusal for good is taken for one', async () => {
  const before = post.asked;
  post.refusals.push(550);
  await register('dora@example.com');
  await expect.poll(() => metric(url, 'bts_queue_jobs{queue="mail",state="failed"}')).toBe(1);
  expect(post.asked).toBe(before + 1);
  expect(post.to('dora@example.com')).toEqual([]);
});

test('a password the server refuses is ours to mend, and the letters wait', async () => {
  const guarded = await PostOffice.closed();
  guarded.password = 'another';
  await guarded.open();
  const apart = new Own({ MAIL_URL: `smtp://us:ours@127.0.0.1:${guarded.port}?tls=opportunistic` });
  try {
    const web = await apart.serve();
    await asker.post(`${web.url}/register`, { form: { email: 'fred@example.com', password: PASSWORD }, maxRedirects: 0 });
    await web.until(/retried[^\n]*535|535[^\n]*retried/);
    expect(guarded.letters).toEqual([]);
    guarded.password = 'ours';
    await expect.poll(() => guarded.to('fred@example.com').length, { timeout: 25_000 }).toBe(1);
  } finally {
    await apart.stop();
    await guarded.close();
  }
});

test('a process for the web alone leaves the letters to a worker', async () => {
  const apart = new Own({ MAIL_URL: post.url });
  try {
    const web = await apart.serve('--role', 'web');
    const form = { email: 'emil@example.com', password: PASSWORD };
    const headers = { 'sec-fetch-site': 'same-origin' };
    await asker.post(`${web.url}/register`, { form, headers, maxRedirects: 0 });
    expect(await metric(web.url, 'bts_queue_jobs{queue="mail",state="pending"}')).toBe(1);
    apart.start('queue:work', '--queue', 'mail');
    await expect.poll(() => post.to('emil@example.com').length, { timeout: 15_000 }).toBe(1);
    expect(post.to('emil@example.com')[0].text).toContain(`${web.url}/verify?token=`);
    await expect.poll(() => metric(web.url, 'bts_queue_jobs{queue="mail",state="done"}')).toBe(1);
  } finally {
    await apart.stop();
  }
});
