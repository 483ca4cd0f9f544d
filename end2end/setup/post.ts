// A mail server, the one of Nodemailer: takes what comes, once it has refused as often as it was told.
import { SMTPServer } from 'smtp-server';
import { freePort } from './own';

export interface Letter {
  to: string;
  text: string;
}

export class PostOffice {
  readonly letters: Letter[] = [];
  /** Codes with which the next recipients are refused. */
  readonly refusals: number[] = [];
  /** How often a recipient was named. */
  asked = 0;
  /** What senders must know, where they must know anything. */
  password?: string;
  private server?: SMTPServer;

  private constructor(readonly port: number) {}

  /** One that is closed, on a port that is free. */
  static async closed(): Promise<PostOffice> {
    return new PostOffice(await freePort());
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  async open(): Promise<void> {
    const server = new SMTPServer({
      authOptional: this.password === undefined,
      allowInsecureAuth: true,
      // Clients keep their connections for the next letter.
      closeTimeout: 100,
      disabledCommands: this.password === undefined ? ['AUTH', 'STARTTLS'] : ['STARTTLS'],
      onAuth: ({ password }, _session, done) =>
        password === this.password ? done(null, { user: 'us' }) : done(Object.assign(new Error('Who are you?'), { responseCode: 535 })),
      onRcptTo: (_address, _session, done) => {
        this.asked += 1;
        const code = this.refusals.shift();
        done(code ? Object.assign(new Error('Not now, thank you'), { responseCode: code }) : null);
      },
      onData: (stream, session, done) => {
        let text = '';
        stream.on('data', (piece: Buffer) => (text += piece.toString()));
        stream.on('end', () => {
          const plain = text.replaceAll('=\r\n', '').replaceAll('=3D', '=');
          for (const { address } of session.envelope.rcptTo) this.letters.push({ to: address, text: plain });
          done();
        });
      },
    });
    // A client that leaves without a word is no fault of the server's.
    server.on('error', () => {});
    await new Promise<void>((ready) => server.listen(this.port, '127.0.0.1', ready));
    this.server = server;
  }

  async close(): Promise<void> {
    await new Promise<void>((done) => (this.server ? this.server.close(() => done()) : done()));
    this.server = undefined;
  }

  to(address: string): Letter[] {
    return this.letters.filter((letter) => letter.to === address);
  }
}
