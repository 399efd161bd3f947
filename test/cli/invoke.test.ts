import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../src/cli/command.js';
import { invokeCommand } from '../../src/cli/commands/invoke.js';
import { type HandlerFactory, servePayload } from '../../src/cli/lambda.js';
import { createHandler, lambdaEnvironment } from '../../src/handler.js';
import { readEvent } from '../hook/fixtures.js';
import { fakeIo } from './fake-io.js';

/** The handler as it stands in src/, not as it is built. */
const sourceHandler: HandlerFactory = (io, env) =>
  createHandler({ ...lambdaEnvironment, env: { ...io.env, ...env }, write: (line) => io.stderr.write(line) });

const folder = mkdtempSync(join(tmpdir(), 'kms-guard-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function invoke(argv: string[], outside: Parameters<typeof fakeIo>[0] = {}) {
  const { io, stdout, stderr } = fakeIo(outside);
  const code = await invokeCommand(sourceHandler).run(argv, io);
  return { code, answer: JSON.parse(stdout()), stderr: stderr() };
}

function file(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

describe('kms-guard invoke', () => {
  it.each([
    ['resource-create.pass', 0, undefined],
    ['resource-create.fail', 1, 'NonCompliant'],
    ['resource-create.malformed', 3, 'InternalFailure'],
    ['stack-create.pass', 0, undefined],
    ['stack-create.fail', 1, 'NonCompliant'],
    ['stack-delete.pass', 0, undefined],
    ['changeset-create.fail', 1, 'NonCompliant'],
  ])('%s exits with %i', async (name, code, errorCode) => {
    const result = await invoke([`events/${name}.json`]);
    expect([result.code, result.answer.errorCode]).toEqual([code, errorCode]);
    expect(result.answer.clientRequestToken).toBe(readEvent(name).clientRequestToken);
    for (const line of result.stderr.trimEnd().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
  });

  it('looks for the file in the working directory, and takes the policy from the environment', async () => {
    const outside = { cwd: join(process.cwd(), 'events'), env: { GUARD_POLICY: '{"keyPolicy":"any"}' } };
    expect((await invoke(['resource-create.pass.json'], outside)).answer.message).toContain('keyPolicy');
  });

  it('reads standard input', async () => {
    const stdin = `\ufeff${JSON.stringify(readEvent('resource-create.fail'))}`;
    expect((await invoke(['-'], { stdin })).code).toBe(1);
  });

  it('plays anything that is JSON', async () => {
    file('odd.payload.json', '{}');
    expect((await invoke([file('odd.json', '[]')])).code).toBe(3);
    expect((await invoke([file('event', 'null')])).code).toBe(3);
  });

  it.each([
    [[], 'invoke takes one event'],
    [['a', 'b'], 'invoke takes one event'],
    [['--evnt', 'a'], 'unknown option --evnt'],
    [['missing.json'], 'missing.json: there is no such file or folder'],
    [['events'], 'events: it is a folder'],
    [['LICENSE/x'], 'LICENSE/x: '],
    [[file('broken.json', '{"a":')], /broken\.json: not JSON: ./],
    [[file('empty.json', '')], /empty\.json: it is empty$/],
  ])('%j is unusable', async (argv, message) => {
    const promise = invokeCommand(sourceHandler).run(argv, fakeIo().io);
    await expect(promise).rejects.toThrow(UsageError);
    await expect(promise).rejects.toThrow(message);
  });

  it('tells of a payload that is there and cannot be read', async () => {
    mkdirSync(join(folder, 'stack.payload.json'));
    const event = file('stack.json', JSON.stringify(readEvent('stack-create.fail')));
    await expect(invoke([event])).rejects.toThrow('stack.payload.json: it is a folder');
  });
});

describe('a served payload', () => {
  it('is had by its address alone', async () => {
    const { address, origin, close } = await servePayload('{"template":""}');
    expect(await (await fetch(address)).text()).toBe('{"template":""}');
    expect((await fetch(origin)).status).toBe(403);
    await close();
    await expect(fetch(address)).rejects.toThrow();
  });
});
