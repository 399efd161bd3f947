import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { folderWith, template } from './check-support.js';

interface BuildScript {
  readonly tool: Parameters<typeof build>[0];
}

/** What only a bundle can get wrong: modules that are ESM at home, loaded by a program that is not. */
describe('the bundled command', () => {
  it('takes globs, and every format', async () => {
    const cwd = folderWith({ 'a/b.yaml': template(), 'a/c.yaml': template('KmsKeyId: alias/a') });
    // @ts-expect-error: a script, without types
    const { tool }: BuildScript = await import('../../scripts/build.mjs');
    const outfile = join(cwd, 'cli.js');
    await build({ ...tool, entryPoints: ['src/cli/bin.ts'], outfile });
    for (const format of ['pretty', 'json', 'sarif', 'junit', 'github']) {
      const ran = spawnSync(process.execPath, [outfile, 'check', 'a/*.yaml', '--format', format], {
        cwd,
        encoding: 'utf8',
      });
      expect(ran.stderr).toBe('');
      expect(ran.stdout).toContain('KmsKeyId');
      expect(ran.status).toBe(1);
    }
  });
});
