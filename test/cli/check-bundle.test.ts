import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { formats } from '../../src/cli/report/index.js';
import { folderWith, template } from './check-support.js';

const cli = resolve('dist/cli.js');

// What only a bundle can get wrong: modules that are ESM at home, loaded by a program that is not.
it.each(formats)('the bundled command takes globs, and the format %s', (format) => {
  const cwd = folderWith({ 'a/b.yaml': template(), 'a/c.yaml': template('KmsKeyId: alias/a') });
  const ran = spawnSync(process.execPath, [cli, 'check', 'a/*.yaml', '--format', format], {
    cwd,
    encoding: 'utf8',
  });
  expect(ran.stderr).toBe('');
  expect(ran.stdout).toContain('KmsKeyId');
  expect(ran.status).toBe(1);
});
