/** The built program rehearses through the built function, on each Node that is supported, and from any folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { node24, root, run } from './tools.js';

const elsewhere = mkdtempSync(join(tmpdir(), 'simulate-'));
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

const cli = join(root, 'dist', 'cli.js');
const template = (name: string) => join(root, 'test', 'templates', 'simulate', `${name}.yaml`);
const nodes = () => [process.execPath, node24()];

test.each([
  { name: 'blocked', argv: [], status: 1, end: '✖ Blocked. The stack ends in ROLLBACK_COMPLETE.' },
  { name: 'nested', argv: [], status: 1, end: '✖ Blocked. The stack ends in ROLLBACK_COMPLETE.' },
  { name: 'encrypted', argv: [], status: 0, end: '✔ Passed. The stack ends in CREATE_COMPLETE.' },
  {
    name: 'blocked',
    argv: ['--failure-mode', 'WARN'],
    status: 0,
    end: '! Warned, and let through. The stack ends in CREATE_COMPLETE.',
  },
])('simulate $name $argv: $end', async ({ name, argv, status, end }) => {
  for (const node of nodes()) {
    const ended = await run(node, [cli, 'simulate', template(name), ...argv], { cwd: elsewhere });
    expect(ended).toMatchObject({ status, stderr: '' });
    expect(ended.stdout.trimEnd().split('\n').at(-1)).toBe(end);
  }
});

test('the guard itself answers: nothing is decided by the rehearsal', async () => {
  const argv = [cli, 'simulate', template('encrypted'), '--format', 'json'];
  const env = { GUARD_POLICY: '{"allowedKeys":["alias/production-*"]}' };
  const { status, stdout } = await run(process.execPath, argv, { cwd: elsewhere, env });
  expect(status).toBe(1);
  const { invocations, stackStatus } = JSON.parse(stdout);
  expect(stackStatus).toBe('ROLLBACK_COMPLETE');
  // What the key will be is only known once its properties are resolved.
  expect(
    invocations.map(({ target, answer }: { target: string; answer: { errorCode?: string } }) => [
      target,
      answer.errorCode,
    ]),
  ).toEqual([
    ['CHANGE_SET', undefined],
    ['STACK', undefined],
    ['RESOURCE', 'NonCompliant'],
  ]);
});

test('a template that cannot be used: one line, exit code 2', async () => {
  const ended = await run(process.execPath, [cli, 'simulate', 'none.yaml'], { cwd: elsewhere });
  expect(ended).toEqual({
    status: 2,
    stdout: '',
    stderr: 'kms-guard: none.yaml: there is no such file or folder\n',
  });
});

test('npm start rehearses one deployment that is blocked and one that goes through', async () => {
  for (const node of nodes()) {
    const { status, stdout, stderr } = await run(node, [join(root, 'scripts', 'start.mjs')], {
      cwd: elsewhere,
      env: { GUARD_POLICY: 'not a policy' },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.match(/^[✖✔] .*$/gm)).toEqual([
      '✖ Blocked. The stack ends in ROLLBACK_COMPLETE.',
      '✔ Passed. The stack ends in CREATE_COMPLETE.',
    ]);
    expect(stdout).toContain('KmsKeyId: alias/my-key');
    // It fits a screen.
    expect(stdout.split('\n').length).toBeLessThan(32);
  }
});
