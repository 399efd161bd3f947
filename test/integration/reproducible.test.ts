/** Two builds in two folders are the same, byte for byte. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, run } from './tools.js';

const sources = ['src', 'scripts', 'package.json', 'tsconfig.json', 'tsconfig.build.json'];

async function buildIn(folder: string): Promise<Record<string, string>> {
  for (const source of sources) cpSync(join(root, source), join(folder, source), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  expect((await run(process.execPath, ['scripts/build.mjs'], { cwd: folder })).status).toBe(0);
  const files = readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' }).sort();
  const contents = files
    .filter((file) => statSync(join(folder, 'dist', file)).isFile())
    .map((file) => [file, readFileSync(join(folder, 'dist', file), 'base64')]);
  return Object.fromEntries(contents);
}

test('two builds in two folders are identical', async () => {
  const folders = ['first-', 'the-second-'].map((name) => mkdtempSync(join(tmpdir(), name)));
  const [first, second] = await Promise.all(folders.map(buildIn));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  expect(Object.keys(first ?? {})).toContain('lambda/index.js');
  expect(second).toEqual(first);
});
