import { expect, it } from 'vitest';
import { fails, summarize, verdicts } from '../../src/decision/index.js';

const all = verdicts.map((verdict) => ({ verdict }));

it.each([
  { strict: false, failing: ['nonCompliant'] },
  { strict: true, failing: ['nonCompliant', 'undetermined'] },
])('where strict is $strict, $failing fail', ({ strict, failing }) => {
  expect(all.filter((each) => fails(each, { strict })).map(({ verdict }) => verdict)).toEqual(failing);
});

it('every verdict is counted, those that do not occur as well', () => {
  const none = { compliant: 0, nonCompliant: 0, exempt: 0, undetermined: 0, notApplicable: 0 };
  expect(summarize([])).toEqual(none);
  const some = [{ verdict: 'exempt' }, { verdict: 'compliant' }, { verdict: 'exempt' }] as const;
  expect(summarize(some)).toEqual({ ...none, compliant: 1, exempt: 2 });
});
