import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const workflows = '.github/workflows';
const files = ['action.yml', ...readdirSync(workflows).map((file) => join(workflows, file))];
const uses = files.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/^.*\buses: *(.+)$/gm)].map(([, used]) => [file, String(used)]),
);

it('knows the actions of three files at least', () => {
  expect(new Set(uses.map(([file]) => file)).size).toBeGreaterThanOrEqual(3);
});

it.each(uses)('%s pins %s to a commit, with its version beside it', (_file, used) => {
  expect(used).toMatch(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

it('has the same commit for an action wherever it is used', () => {
  const commits = new Map(uses.map(([, used = '']) => [used.replace(/@.*/, ''), new Set<string>()]));
  for (const [, used = ''] of uses) commits.get(used.replace(/@.*/, ''))?.add(used);
  expect([...commits.values()].filter(({ size }) => size > 1)).toEqual([]);
});
