// Starts what all tests share: an upstream that the tests move by hand, and the service that reads it.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startUpstream } from './upstream';
import { NOW } from './world';

/** The program under test: the release build, or another by name. */
function program(): string {
  const target = process.env.CARGO_TARGET_DIR ?? resolve(import.meta.dirname, '../../target');
  const path = process.env.BTS_GURU ?? join(target, 'release/bts-guru');
  if (!existsSync(path)) throw new Error(`There is no ${path}: run make build first, or name a program in BTS_GURU.`);
  return path;
}

/** A port that nobody uses. */
function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => found(port));
    });
  });
}

/** Its address, from the line it prints when it is ready. */
function address(service: ChildProcess, log: string[]): Promise<string> {
  return new Promise((found, fail) => {
    const late = setTimeout(() => fail(new Error(`The service was not ready in 60 s:\n${log.join('')}`)), 60_000);
    service.stdout?.on('data', (text: Buffer) => {
      log.push(text.toString());
      const match = /BTS Guru at (http:\/\/\S+)/.exec(log.join(''));
      if (match) {
        clearTimeout(late);
        found(match[1]);
      }
    });
    service.stderr?.on('data', (text: Buffer) => log.push(text.toString()));
    service.on('exit', (code) => fail(new Error(`The service ended with ${code}:\n${log.join('')}`)));
  });
}

/** Until the first round of calls is taken in. */
async function filled(base: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const answer = await fetch(`${base}/api/v1/sports/football/leagues/premier-league/matches`);
    if (answer.ok && ((await answer.json()) as { data: unknown[] }).data.length >= 4) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error('The service shows no matches of the stand-in upstream after 20 s.');
}

export default async function start(): Promise<() => Promise<void>> {
  const upstream = await startUpstream();
  const data = mkdtempSync(join(tmpdir(), 'bts-guru-e2e-'));
  const log: string[] = [];
  const port = await freePort();
  const service = spawn(program(), ['serve'], {
    cwd: data,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      DATA_DIR: data,
      CLOCK: NOW,
      SERVER_PORT: String(port),
      APP_URL: `http://127.0.0.1:${port}`,
      SPORTS: 'football',
      UPSTREAM_FOOTBALL_BASE_URL: upstream.url,
      // Every test comes from one address and asks as fast as it can.
      API_RATE_LIMIT_ENABLED: 'false',
      RUST_LOG: 'warn',
    },
  });
  process.env.SERVICE_URL = await address(service, log);
  process.env.UPSTREAM_URL = upstream.url;
  await filled(process.env.SERVICE_URL);
  return async () => {
    service.removeAllListeners('exit');
    const ended = new Promise((done) => service.once('exit', done));
    service.kill('SIGTERM');
    const timer = setTimeout(() => service.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(timer);
    await upstream.stop();
    rmSync(data, { recursive: true, force: true });
    if (process.env.SERVICE_LOG) console.log(log.join(''));
  };
}
