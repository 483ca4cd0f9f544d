// A service of a test's own, beside the one that all tests share.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** The release build, or another by name. */
const program = (): string =>
  process.env.BTS_GURU ?? join(process.env.CARGO_TARGET_DIR ?? resolve(import.meta.dirname, '../../target'), 'release/bts-guru');

/** A port that nobody uses. */
export const freePort = (): Promise<number> =>
  new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => found(port));
    });
  });

/** A data folder and the processes that work on it. */
export class Own {
  readonly folder = mkdtempSync(join(tmpdir(), 'bts-guru-own-'));
  private readonly processes: ChildProcess[] = [];

  constructor(private readonly settings: Record<string, string>) {}

  /** Start a process; `until` waits for words of it. */
  start(...args: string[]): { until: (words: RegExp) => Promise<RegExpExecArray> } {
    const process_ = spawn(program(), args, {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, DATA_DIR: this.folder, RUST_LOG: 'warn', ...this.settings },
    });
    this.processes.push(process_);
    let said = '';
    for (const stream of [process_.stdout, process_.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
    const until = async (words: RegExp) => {
      for (let attempt = 0; attempt < 300; attempt += 1) {
        const found = words.exec(said);
        if (found) return found;
        if (process_.exitCode !== null) break;
        await new Promise((done) => setTimeout(done, 100));
      }
      throw new Error(`${args.join(' ')} did not say ${words}:\n${said}`);
    };
    return { until };
  }

  /** Run a command of this service to its end; what it said. */
  async command(...args: string[]): Promise<string> {
    const env = { PATH: process.env.PATH, DATA_DIR: this.folder, RUST_LOG: 'warn', ...this.settings };
    const { stdout } = await promisify(execFile)(program(), args, { cwd: this.folder, env });
    return stdout;
  }

  /** Serve on a port that is free; the address. */
  async serve(...args: string[]): Promise<{ url: string; until: (words: RegExp) => Promise<RegExpExecArray> }> {
    const { until } = this.start('serve', '--port', String(await freePort()), ...args);
    const [, url] = await until(/BTS Guru at (http:\/\/\S+)/);
    return { url, until };
  }

  /** End all processes; what they kept is there for the next. */
  async end(): Promise<void> {
    const ended = this.processes.map((one) => new Promise<void>((done) => {
      if (one.exitCode !== null) return done();
      const timer = setTimeout(() => one.kill('SIGKILL'), 15_000);
      one.once('exit', () => {
        clearTimeout(timer);
        done();
      });
      one.kill('SIGTERM');
    }));
    await Promise.all(ended);
  }

  /** End all processes and forget what they kept. */
  async stop(): Promise<void> {
    await this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
