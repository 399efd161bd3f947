// `npm run test:titles`: every test has a title that says what it is about, each part of it. Tables are where it goes
// wrong, with a row whose first cell is empty or an object.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const suites = ['vitest.config.mts', 'test/integration/vitest.config.mts'];

/** @returns {{ file: string, name: string }[]} the tests of a suite, none of them run */
function testsOf(config) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [vitest, 'list', '--json', '--config', config],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  if (status !== 0) throw new Error(`${config}: ${stderr}`);
  return JSON.parse(stdout.slice(stdout.indexOf('[\n')));
}

/** The titles of describe and it, one behind the other. */
const isEmpty = (name) => name.split(' > ').some((part) => /^\s*$|[:,]\s+$|\[object \w+\]/.test(part));

const tests = suites.flatMap(testsOf);
const empty = tests.filter(({ name }) => isEmpty(name));
for (const { file, name } of empty) console.error(`${file}: a title says nothing: "${name}"`);
console.log(`${tests.length} titles, ${empty.length} of them say nothing`);
process.exitCode = empty.length === 0 ? 0 : 1;
