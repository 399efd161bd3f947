import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { command } from '../../src/cli/commands/check.js';

const template = (properties: string) =>
  `Resources:\n  Config:\n    Type: AWS::SageMaker::EndpointConfig\n    Properties: ${properties}\n`;
let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'only-'));
  writeFileSync(join(cwd, 'other.json'), '{"name": "x"}');
  writeFileSync(join(cwd, 'good.yaml'), template('{KmsKeyId: alias/a}'));
  writeFileSync(join(cwd, 'bad.yaml'), template('{}'));
  writeFileSync(join(cwd, 'broken.yaml'), `${template('[')}`);
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

/** A hook that is called for every file of a commit names files that are no templates. */
test.each([
  [['other.json', 'good.yaml'], 2],
  [['--only-templates', 'other.json', 'good.yaml'], 0],
  [['--only-templates', 'other.json', 'bad.yaml'], 1],
  [['--only-templates', 'other.json', 'broken.yaml'], 2],
  [['--only-templates', 'missing.yaml'], 2],
])('check %j ends with %s', async (argv, code) => {
  const silent = { write: () => true };
  const io = {
    stdin: Readable.from([]),
    stdout: silent,
    stderr: silent,
    env: {},
    cwd,
    now: () => new Date(),
  };
  expect(await command.run(argv, io)).toBe(code);
});
