// Runs an example of the documentation as a reader would, with the packages that readers have.
import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';

/** An example that runs. */
export class Example {
  /** What it wrote to its output so far, and beside it: curl's progress, say. */
  said = '';
  beside = '';
  private readonly process: ChildProcess;

  /** A script is run by node from `file`, which lies where its packages are found; a line by a shell. */
  constructor(readonly text: string, file: string) {
    const env = { PATH: process.env.PATH, NO_COLOR: '1' };
    if (text.startsWith('curl ')) {
      this.process = spawn('sh', ['-c', `exec ${text}`], { env });
    } else {
      writeFileSync(file, text);
      this.process = spawn(process.execPath, [file], { env });
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
