import { expect, it } from 'vitest';
import { defaultsNote, inOrder, problemsInOrder } from '../../src/check/finding.js';
import { finding } from '../cli/report/samples.js';

it('findings stand in the order of file, place, logical id, stack and message', () => {
  const wanted = [
    finding({ file: 'B' }),
    finding({ file: 'a' }),
    finding({ file: 'a', line: 10, column: 1 }),
    finding({ file: 'a', line: 10, column: 2 }),
    finding({ file: 'a', line: 10, column: 2, logicalId: 'D' }),
    finding({ file: 'a', line: 10, column: 2, logicalId: 'D', stack: 's' }),
    finding({ file: 'a', line: 10, column: 2, logicalId: 'D', stack: 's', message: 'Z' }),
  ];
  expect(inOrder([...wanted].reverse())).toEqual(wanted);
  const problems = [
    { file: 'a', message: 'x' },
    { file: 'a', line: 2, message: 'b' },
    { file: 'a', line: 2, column: 3, message: 'a' },
    { file: 'a', line: 2, column: 3, message: 'b' },
    { file: 'b', message: 'a' },
  ];
  expect(problemsInOrder([...problems].reverse())).toEqual(problems);
});

it('findings say on which defaults they rest', () => {
  expect(defaultsNote(finding())).toBeUndefined();
  expect(defaultsNote(finding({ restsOnDefaults: ['A'] }))).toBe(
    'The verdict depends on the default of parameter A: another value may change it.',
  );
});
