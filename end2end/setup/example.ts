// Runs an example of the documentation as a reader would, with the packages and programs that readers have.
import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';

/** What runs a script; everything else is a line for a shell. */
const RUN: Record<string, string | undefined> = { js: process.execPath, php: 'php', python: 'python3' };

const guess = (text: string) => (text.startsWith('curl ') ? 'sh' : 'js');

/** An example that runs. */
export class Example {
  /** What it wrote to its output so far, and beside it: curl's progress, say. */
  said = '';
  beside = '';
  private readonly process: ChildProcess;

  /**
   * A line is run by a shell, a script by its own program from `file`, which for node lies where its packages are
   * found. `more` is what the reader was told to have in the environment.
   */
  constructor(readonly text: string, file: string, language: string = guess(text), more: Record<string, string> = {}) {
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: '1', ...more };
    const run = RUN[language];
    if (!run) {
      this.process = spawn('sh', ['-c', `exec ${text}`], { env });
    } else {
      writeFileSync(file, text);
      this.process = spawn(run, [file], { env });
    }
    this.process.stdout?.on('data', (piece: Buffer) => (this.said += piece.toString()));
    this.process.stderr?.on('data', (piece: Buffer) => (this.beside += piece.toString()));
  }

  /** Whether it ended by itself; examples listen until they are stopped. */
  get ended(): boolean {
    return this.process.exitCode !== null;
  }

  stop(): void {
    this.process.kill();
  }
}
