// A stand-in upstream: speaks API-Football's envelope about a small world, and lets a test score.
//   POST /control/goal?fixture=9001&side=home   scores, and answers with the new score
// What is asked of the silent league is never answered.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { event, leagueRows, scorerRows, SILENT, tableRows, world, type Fixture } from './world';

const PLAYING = new Set(['1H', 'HT', '2H', 'ET', 'BT', 'P']);

export interface Upstream {
  url: string;
  stop: () => Promise<void>;
}

export async function startUpstream(): Promise<Upstream> {
  const fixtures = world();

  function select(query: URLSearchParams): Fixture[] {
    const all = [...fixtures.values()];
    if (query.get('live')) return all.filter((one) => PLAYING.has(one.fixture.status.short));
    const date = query.get('date');
    if (date) return all.filter((one) => one.fixture.date.startsWith(date));
    const ids = new Set((query.get('ids') ?? query.get('id') ?? '').split('-').map(Number));
    return all.filter((one) => ids.has(one.fixture.id));
  }

  function goal(query: URLSearchParams): [number, number] {
    const one = fixtures.get(Number(query.get('fixture')));
    const side = query.get('side');
    if (!one || (side !== 'home' && side !== 'away')) throw new Error(`no such goal: ${query}`);
    one.goals[side] += 1;
    const { home, away } = one.goals;
    one.teams.home.winner = home === away ? null : home > away;
    one.teams.away.winner = home === away ? null : away > home;
    const team = one.teams[side];
    one.events.push(event([team.id, team.name], one.fixture.status.elapsed, 'Goal', 'Normal Goal', `Scorer ${home + away}`));
    return [home, away];
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://upstream');
    const send = (body: unknown) => {
      response.writeHead(200, {
        'content-type': 'application/json',
        'x-ratelimit-requests-limit': '75000', 'x-ratelimit-requests-remaining': '74000',
        'x-ratelimit-limit': '450', 'x-ratelimit-remaining': '440',
      });
      response.end(JSON.stringify(body));
    };
    if (url.searchParams.get('league') === String(SILENT)) return;
    if (url.pathname === '/control/goal') return send(goal(url.searchParams));
    const lists: Record<string, (query: URLSearchParams) => unknown[]> = {
      '/fixtures': select, '/leagues': leagueRows, '/standings': tableRows, '/players/topscorers': scorerRows,
    };
    const rows = lists[url.pathname]?.(url.searchParams) ?? [];
    send({
      get: url.pathname.slice(1), parameters: Object.fromEntries(url.searchParams), errors: [],
      results: rows.length, paging: { current: 1, total: 1 }, response: rows,
    });
  }

  const server = createServer((request, response) => {
    try {
      answer(request, response);
    } catch (error) {
      response.writeHead(400).end(String(error));
    }
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    }),
  };
}
