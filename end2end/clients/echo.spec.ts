import Echo from 'laravel-echo';
import Pusher from 'pusher-js';
import { expect, test } from '../fixtures';

// Both move the same match, so one after the other.
test.describe.configure({ mode: 'serial' });

for (const broadcaster of ['reverb', 'pusher'] as const) {
  test(`laravel-echo hears a goal by its ${broadcaster} broadcaster`, async ({ service, goal }) => {
    const echo = new Echo({
      broadcaster, Pusher, key: 'bts-guru', cluster: '', wsHost: new URL(service).hostname,
      wsPort: Number(new URL(service).port), forceTLS: false, enabledTransports: ['ws'], disableStats: true,
    } as any);
    try {
      const heard: any[] = [];
      const channel: any = echo.channel('sports.football.leagues.echo-league');
      channel.listen('.score.updated', (data: any) => heard.push(data));
      await new Promise((done) => channel.subscribed(done));
      const score = await goal(9021, 'home');
      const last = () => heard.at(-1)?.patch.competitors.map((side: any) => side.score);
      await expect.poll(last, { timeout: 15_000 }).toEqual(score);
    } finally {
      echo.disconnect();
    }
  });
}
