import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { FailureCode } from '../src/hook/failure.js';

/** The compiler asks for every code here; the test asks for each of them in the page. */
const codes = {
  event: true,
  payload: true,
  payloadContent: true,
  template: true,
  policy: true,
  policySource: true,
  keyPermission: true,
  keyLookup: true,
  configuration: true,
  deadline: true,
  defect: true,
} satisfies Record<FailureCode, true>;

const page = readFileSync('docs/operations.md', 'utf8');

it('docs/operations.md has one row for every failure of the guard, and no other', () => {
  const rows = [...page.matchAll(/^\| `(\w+)` \| (?!it means)[^|]+ \| [^|]+ \|$/gm)].map(([, code]) => code);
  expect(rows.toSorted()).toEqual(Object.keys(codes).toSorted());
});

it('docs/operations.md names every alarm of the stack', () => {
  const alarms = [...readFileSync('template.yaml', 'utf8').matchAll(/^ {2}(\w+Alarm):$/gm)].map(
    ([, id = '']) => id,
  );
  const shown = alarms.map((id) =>
    id.replace(/^NewVersion(\w+)Alarm$/, (_, what: string) => `…-version-N-${what.toLowerCase()}`),
  );
  expect(shown.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
