import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LambdaRuntime, startLambdaRuntime } from './lambda-runtime.js';
import { lambdaRuntime, root, run } from './tools.js';

interface HookEvent {
  readonly requestData?: object;
}

const folder = join(root, 'events');
const files = readdirSync(folder);
const events = files.filter((file) => file.endsWith('.json') && !file.endsWith('.payload.json'));

/** Payloads as S3 would have them, each under the name of its file. */
const payloads = createServer((request, response) => {
  const name = request.url?.slice(1) ?? '';
  if (files.includes(name)) response.end(readFileSync(join(folder, name)));
  else response.writeHead(404).end();
});

function eventOf(file: string, origin: string): unknown {
  const event = JSON.parse(readFileSync(join(folder, file), 'utf8')) as HookEvent;
  const payload = file.replace(/\.json$/, '.payload.json');
  if (!files.includes(payload)) return event;
  return { ...event, requestData: { ...event.requestData, payload: `${origin}/${payload}` } };
}

describe('the function in AWS’s own runtime', () => {
  let lambda: LambdaRuntime;
  let origin: string;
  beforeAll(async () => {
    await new Promise<void>((settle) => payloads.listen(0, '127.0.0.1', settle));
    origin = `http://127.0.0.1:${(payloads.address() as AddressInfo).port}`;
    const env = { GUARD_PAYLOAD_ORIGINS: origin };
    lambda = await startLambdaRuntime(lambdaRuntime(), join(root, 'dist/lambda'), env);
  });
  afterAll(async () => {
    await lambda?.stop();
    payloads.close();
  });

  it.each(events)('answers %s as `kms-guard invoke` does', async (file) => {
    const invoke = [join(root, 'dist/cli.js'), 'invoke', join('events', file)];
    const [answer, invoked] = await Promise.all([
      lambda.invoke(eventOf(file, origin)),
      run(process.execPath, invoke),
    ]);
    expect(answer).toEqual(JSON.parse(invoked.stdout));
  });

  it('started once for all of them, on Node 24, and nothing was rejected without a handler', () => {
    expect(lambda.log().match(/INIT START/g)).toHaveLength(1);
    expect(lambda.log()).not.toMatch(/Unhandled|Uncaught|Runtime\.ExitError/);
  });
});
