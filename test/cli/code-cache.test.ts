import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/** On newer engines the engine's own cache is used, of which there is nothing to test here. */
const isBuiltIn = 'enableCompileCache' in (await import('node:module')).default;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kms-guard-test-'));
  mkdirSync(join(folder, 'program'));
  mkdirSync(join(folder, 'tmp'));
  buildSync({
    stdin: {
      contents: `import { keepCompiledCode } from './src/cli/code-cache.js'; keepCompiledCode(__dirname); require('./part.js');`,
      resolveDir: '.',
    },
    bundle: true,
    platform: 'node',
    external: ['./part.js'],
    outfile: join(folder, 'program/main.js'),
    logLevel: 'error',
  });
  part("module.exports = 1; console.log('one', require('node:path').basename(__filename));");
});
afterEach(() => rmSync(folder, { recursive: true }));

const part = (text: string) => writeFileSync(join(folder, 'program/part.js'), text);
const run = () =>
  execFileSync(process.execPath, [join(folder, 'program/main.js')], {
    encoding: 'utf8',
    env: { ...process.env, TMPDIR: join(folder, 'tmp') },
  });
const kept = () => {
  const [cache] = readdirSync(join(folder, 'tmp'));
  return cache === undefined
    ? []
    : readdirSync(join(folder, 'tmp', cache)).map((name) => join(folder, 'tmp', cache, name));
};

describe.skipIf(isBuiltIn)('keepCompiledCode', () => {
  it('leaves the compiled code behind, for the next run to take', () => {
    expect(run()).toBe('one part.js\n');
    const [entry = ''] = kept();
    const { mtimeMs } = statSync(entry);
    expect(run()).toBe('one part.js\n');
    expect(kept()).toEqual([entry]);
    expect(statSync(entry).mtimeMs).toBe(mtimeMs);
  });

  it('notices that a file has changed', () => {
    run();
    part("console.log('two')");
    expect(run()).toBe('two\n');
    expect(kept()).toHaveLength(2);
  });

  it('replaces what the engine does not take', () => {
    run();
    const [entry = ''] = kept();
    writeFileSync(entry, 'not code');
    expect(run()).toBe('one part.js\n');
    expect(statSync(entry).size).toBeGreaterThan(20);
  });

  it('does without a folder that others can write to, or that is a file', () => {
    run();
    const [entry = ''] = kept();
    rmSync(entry);
    chmodSync(join(entry, '..'), 0o777);
    expect(run()).toBe('one part.js\n');
    expect(kept()).toEqual([]);
    rmSync(join(entry, '..'), { recursive: true });
    writeFileSync(join(entry, '..'), '');
    expect(run()).toBe('one part.js\n');
  });
});
