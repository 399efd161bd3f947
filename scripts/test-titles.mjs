// `npm run test:titles` checks that every part of every test's title says something. A table of tests breaks this if
// the first cell of a row is empty or an object.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const suites = ['vitest.config.mts', 'test/integration/vitest.config.mts'];

/** @returns {{ file: string, name: string }[]} the tests of a suite, without running them */
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

/** Whether a part of the name, which joins the titles of describe and it, says nothing. */
const isEmpty = (name) => name.split(' > ').some((part) => /^\s*$|[:,]\s+$|\[object \w+\]/.test(part));

const tests = suites.flatMap(testsOf);
const empty = tests.filter(({ name }) => isEmpty(name));
for (const { file, name } of empty) console.error(`${file}: a title says nothing: "${name}"`);
console.log(`${tests.length} titles, ${empty.length} of them say nothing`);
process.exitCode = empty.length === 0 ? 0 : 1;
