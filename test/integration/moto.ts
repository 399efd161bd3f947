import { spawn } from 'node:child_process';
import { tool } from './tools.js';

/** A fake AWS on a free port of the loopback interface. */
export interface Moto {
  readonly url: string;
  /** Environment for whatever shall take it for AWS. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts moto's server, every service in one; resolves once it listens. */
export function startMoto(): Promise<Moto> {
  const child = spawn(tool('moto_server'), ['-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((settle) => child.once('close', () => settle()));
  const stop = async () => {
    child.kill();
    await ended;
  };
  process.once('exit', () => child.kill());

  return new Promise((settle, reject) => {
    let said = '';
    const listen = (text: string) => {
      said += text;
      const url = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (url) settle({ url, env: { AWS_ENDPOINT_URL: url }, stop });
    };
    child.stdout.setEncoding('utf8').on('data', listen);
    child.stderr.setEncoding('utf8').on('data', listen);
    child.once('error', reject).once('close', () => reject(new Error(`moto_server ended: ${said}`)));
  });
}
