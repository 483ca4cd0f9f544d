// The clients that our users have, unmodified.
import { createRequire } from 'node:module';
import Pusher from 'pusher-js';
import { expect, test } from '../fixtures';

const options = (service: string) => ({
  cluster: '', wsHost: new URL(service).hostname, wsPort: Number(new URL(service).port),
  forceTLS: false, enabledTransports: ['ws' as const], disableStats: true, activityTimeout: 2_000,
});
const LEVELS = ['sports', 'sports.football', 'sports.football.leagues.pusher-league', 'sports.football.leagues.pusher-league.matches.9011'];

test('pusher-js in node hears a goal on all four levels', async ({ service, goal }) => {
  const pusher = new Pusher('bts-guru', options(service));
  try {
    const heard = new Map<string, any>();
    let snapshot: any;
    const ready = LEVELS.map((name) => new Promise((done) => pusher.subscribe(name).bind('pusher:subscription_succeeded', done)));
    for (const name of LEVELS) {
      pusher.channel(name).bind('score.updated', (data: any) => {
        if (data.match === '9011') heard.set(name, data);
      });
    }
    pusher.channel(LEVELS[3]).bind('match.snapshot', (data: any) => (snapshot = data));
    await Promise.all(ready);
    await expect.poll(() => snapshot?.id).toBe('9011');
    const [home, away] = await goal(9011, 'home');
    await expect.poll(() => [...heard.keys()].sort(), { timeout: 15_000 }).toEqual([...LEVELS].sort());
    const change = heard.get('sports');
    expect(change.channel).toBe(LEVELS[3]);
    expect(change.version).toBe(snapshot.version + 1);
    expect(change.changes.map((item: any) => item.kind)).toEqual(expect.arrayContaining(['goal', 'score']));
    expect(change.patch.competitors.map((side: any) => side.score)).toEqual([home, away]);
    for (const name of LEVELS) expect(heard.get(name)).toEqual(change);
  } finally {
    pusher.disconnect();
  }
});

test('a quiet connection is kept by ping and pong', async ({ service }) => {
  const pusher = new Pusher('bts-guru', options(service));
  try {
    await new Promise((done) => pusher.connection.bind('connected', done));
    const seen: string[] = [];
    pusher.connection.bind('state_change', ({ current }: { current: string }) => seen.push(current));
    // The client asks after two silent seconds and gives up when nothing comes back.
    await new Promise((done) => setTimeout(done, 5_000));
    expect(pusher.connection.state).toBe('connected');
    expect(seen).toEqual([]);
  } finally {
    pusher.disconnect();
  }
});

test('a key that is not known is refused with a reason', async ({ service }) => {
  const pusher = new Pusher('no-such-key', options(service));
  try {
    const error: any = await new Promise((done) => pusher.connection.bind('error', done));
    expect(error.data?.code ?? error.error?.data?.code).toBe(4001);
  } finally {
    pusher.disconnect();
  }
});

test('pusher-js in the browser hears a goal', async ({ page, service, goal }) => {
  // As a script of its own, not of the page: the page's content policy rightly refuses strangers.
  await page.addInitScript({ path: createRequire(import.meta.url).resolve('pusher-js/dist/web/pusher.min.js') });
  await page.goto('/status');
  await page.evaluate((options) => {
    const pusher = new (window as any).Pusher('bts-guru', options);
    const channel = pusher.subscribe('sports.football.leagues.pusher-league.matches.9012');
    const heard: unknown[] = ((window as any).heard = []);
    channel.bind('match.snapshot', (data: any) => heard.push(['match.snapshot', data.id]));
    channel.bind('score.updated', (data: any) => heard.push(['score.updated', data.patch.competitors[1].score]));
  }, options(service));
  const heard = () => page.evaluate(() => (window as any).heard);
  await expect.poll(heard).toEqual([['match.snapshot', '9012']]);
  const [, away] = await goal(9012, 'away');
  await expect.poll(heard, { timeout: 15_000 }).toEqual([['match.snapshot', '9012'], ['score.updated', away]]);
});
