// Starts what all tests share: an upstream that the tests move by hand, and the service that reads it.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program, settings } from './program';
import { startUpstream } from './upstream';

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

/** Until the first round of calls is taken in: asked of a page, which has no limit. */
async function filled(base: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const page = await (await fetch(`${base}/live?league=premier-league`)).text();
    if (['Arsenal', 'Leeds', 'Liverpool', 'Brighton'].every((name) => page.includes(name))) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error('The service shows no matches of the stand-in upstream after 20 s.');
}

export default async function start(): Promise<() => Promise<void>> {
  const upstream = await startUpstream();
  const data = mkdtempSync(join(tmpdir(), 'bts-guru-e2e-'));
  process.env.UPSTREAM_URL = upstream.url;
  process.env.DATA_FOLDER = data;
  const log: string[] = [];
  const port = await freePort();
  const service = spawn(program(), ['serve'], {
    cwd: data,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...settings(), SERVER_PORT: String(port), APP_URL: `http://127.0.0.1:${port}` },
  });
  process.env.SERVICE_URL = await address(service, log);
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
