import { expect, test } from 'vitest';
import type { Finding } from '../../src/check/finding.js';
import { csv } from '../../src/cli/audit/csv.js';

const context = { version: '1.2.3', strict: false, cwd: '/', color: false };
const header = 'account,region,stack,logicalId,verdict,reason,message,remediation\r\n';
const finding: Finding = {
  file: '111122223333/eu-west-1/ml',
  line: 3,
  column: 5,
  logicalId: 'Config',
  verdict: 'nonCompliant',
  reason: 'keyAbsent',
  message: 'It has no KmsKeyId.',
  remediation: 'Add a key.',
  steps: { words: 'Add a key.', additions: [], lines: [] },
  account: '111122223333',
  region: 'eu-west-1',
  stack: 'ml',
};
const start = '111122223333,eu-west-1,ml,Config,nonCompliant,keyAbsent,';

test.each<[string, Partial<Finding>, string]>([
  ['plain text stands as it is', {}, `${start}It has no KmsKeyId.,Add a key.\r\n`],
  ['commas and quotes', { message: 'a "b", c' }, `${start}"a ""b"", c",Add a key.\r\n`],
  [
    'several lines',
    { remediation: 'Add:\n\nKmsKeyId: k' },
    `${start}It has no KmsKeyId.,"Add:\n\nKmsKeyId: k"\r\n`,
  ],
  ['a formula is text', { message: '=1+1' }, `${start}'=1+1,Add a key.\r\n`],
  [
    'defaults',
    { restsOnDefaults: ['Key'] },
    `${start}It has no KmsKeyId. The verdict rests on the default of parameter Key: another value may change it.,Add a key.\r\n`,
  ],
])('%s', (_, more, line) => {
  const results = { findings: [{ ...finding, ...more }], problems: [], inspected: 1 };
  expect(csv(results, context)).toBe(header + line);
});

test('an audit that found nothing has the header alone', () => {
  expect(csv({ findings: [], problems: [], inspected: 0 }, context)).toBe(header);
});

test('what could not be read has a line of its own', () => {
  const problems = [{ file: '111122223333/eu-west-1/x', message: 'no permission' }];
  expect(csv({ findings: [], problems, inspected: 0 }, context)).toBe(
    `${header},,,,notRead,,111122223333/eu-west-1/x: no permission,\r\n`,
  );
});
