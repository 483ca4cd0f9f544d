// The program under test, as a service and as a command.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { NOW } from './world';

/** The release build, or another by name. */
export function program(): string {
  const target = process.env.CARGO_TARGET_DIR ?? resolve(import.meta.dirname, '../../target');
  const path = process.env.BTS_GURU ?? join(target, 'release/bts-guru');
  if (!existsSync(path)) throw new Error(`There is no ${path}: run make build first, or name a program in BTS_GURU.`);
  return resolve(path);
}

/** What the service and every command are told: one data folder, one upstream, one clock. */
export const settings = (): Record<string, string> => ({
  PATH: process.env.PATH!,
  DATA_DIR: process.env.DATA_FOLDER!,
  CLOCK: NOW,
  SPORTS: 'football',
  UPSTREAM_FOOTBALL_BASE_URL: process.env.UPSTREAM_URL!,
  // All browsers of the tests come from one address.
  PAGE_RATE_LIMIT: '100000',
  RUST_LOG: 'warn',
});

/** Run a command; its output. */
export async function command(...args: string[]): Promise<string> {
  const options = { cwd: process.env.DATA_FOLDER, env: settings() };
  return (await promisify(execFile)(program(), args, options)).stdout;
}
