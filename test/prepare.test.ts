/** scripts/prepare.mjs, beside a build that only leaves a mark. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kms-guard-prepare-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const esbuild = 'node_modules/esbuild/package.json';

it.each([
  ['ci', [esbuild], true],
  ['ci', [esbuild, 'dist/cli.js'], true],
  ['pack', [esbuild, 'dist/cli.js'], true],
  ['install', [], false],
  ['exec', [esbuild, 'dist/cli.js'], false],
  ['exec', [esbuild], true],
])('npm %s beside %j builds: %s', (command, present, builds) => {
  const files = {
    'scripts/build.mjs': `import { writeFileSync } from 'node:fs';\nwriteFileSync('mark', '');\n`,
  };
  for (const [file, text] of [...Object.entries(files), ...present.map((file) => [file, ''] as const)]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  cpSync('scripts/prepare.mjs', join(folder, 'scripts/prepare.mjs'));
  const env = { ...process.env, npm_command: command };
  execFileSync(process.execPath, ['scripts/prepare.mjs'], { cwd: folder, env });
  expect(existsSync(join(folder, 'mark'))).toBe(builds);
});
