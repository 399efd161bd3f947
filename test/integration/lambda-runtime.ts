/**
 * A function as Lambda runs it: AWS's runtime interface client inside AWS's emulator, as plain processes on loopback.
 * Used by a test and by the bench.
 */
import { spawn } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';

export interface RuntimeTools {
  /** The script of aws-lambda-ric. */
  readonly client: string;
  /** The binary of aws-lambda-rie. */
  readonly emulator: string;
  readonly node: string;
}

export interface LambdaRuntime {
  /** The answer to one event. The first call starts the function, as a cold start does. */
  invoke(event: unknown): Promise<unknown>;
  /** What function, client and emulator have written so far. */
  log(): string;
  stop(): Promise<void>;
}

/**
 * Starts the emulator. The function itself starts with its first event.
 *
 * @param folder where index.js is, with the export `handler`
 * @param env the function's environment
 */
export async function startLambdaRuntime(
  { client, emulator, node }: RuntimeTools,
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<LambdaRuntime> {
  const [port, runtimePort] = [await freePort(), await freePort()];
  const child = spawn(
    emulator,
    [
      ...['--runtime-interface-emulator-address', `127.0.0.1:${port}`],
      ...['--runtime-api-address', `127.0.0.1:${runtimePort}`],
      ...[node, client, 'index.handler'],
    ],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        LAMBDA_TASK_ROOT: folder,
        AWS_LAMBDA_FUNCTION_NAME: 'GuardFunction',
        AWS_LAMBDA_FUNCTION_TIMEOUT: '25',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1769',
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'testing',
        AWS_SECRET_ACCESS_KEY: 'testing',
        AWS_SESSION_TOKEN: 'testing',
        ...env,
      },
    },
  );
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
  }
  const ended = new Promise<void>((settle, reject) => {
    child.once('error', reject).once('close', () => settle());
  });
  const address = `http://127.0.0.1:${port}`;
  await Promise.race([
    listening(address),
    ended.then(() => Promise.reject(new Error(`the emulator ended: ${log}`))),
  ]);
  return {
    async invoke(event) {
      const body = JSON.stringify(event);
      const answer = await fetch(`${address}/2015-03-31/functions/function/invocations`, {
        method: 'POST',
        body,
      });
      return answer.json();
    },
    log: () => log,
    stop() {
      child.kill();
      return ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const { port } = server.address() as AddressInfo;
  await new Promise((settle) => server.close(settle));
  return port;
}

/** Until something answers there, whatever it says. */
async function listening(address: string): Promise<void> {
  for (;;) {
    try {
      await fetch(address);
      return;
    } catch {
      await new Promise((settle) => setTimeout(settle, 10));
    }
  }
}
