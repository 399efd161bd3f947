import { describe, expect, test } from 'vitest';
import type { AuditReport, AuditRow } from '../../src/cli/audit/audit-report.js';
import { csv } from '../../src/cli/audit/csv.js';
import { auditReport, auditRow } from './audit-report-support.js';

const header =
  'account,region,configuration,stack,logicalId,endpoints,source,verdict,reason,message,remediation\r\n';
const start = '111122223333,eu-west-1,fraud-config,ml,Config,fraud,sagemaker,nonCompliant,keyAbsent,';

function linesOf(report: Partial<AuditReport>): string {
  const text = csv(auditReport(report));
  expect(text.startsWith(header)).toBe(true);
  return text.slice(header.length);
}

test.each<[string, Partial<AuditRow>, string]>([
  ['plain text stands as it is', {}, `${start}It has no KmsKeyId.,Add a key.\r\n`],
  ['commas and quotes', { message: 'a "b", c' }, `${start}"a ""b"", c",Add a key.\r\n`],
  [
    'several lines',
    { remediation: 'Add:\n\nKmsKeyId: k' },
    `${start}It has no KmsKeyId.,"Add:\n\nKmsKeyId: k"\r\n`,
  ],
  [
    'a configuration outside CloudFormation, with two endpoints',
    { stack: undefined, logicalId: undefined, endpoints: ['a', 'b'] },
    '111122223333,eu-west-1,fraud-config,,,a b,sagemaker,nonCompliant,keyAbsent,It has no KmsKeyId.,Add a key.\r\n',
  ],
  [
    'a configuration that only a stack names',
    { configuration: undefined, endpoints: [], source: 'stack' },
    '111122223333,eu-west-1,,ml,Config,,stack,nonCompliant,keyAbsent,It has no KmsKeyId.,Add a key.\r\n',
  ],
])('%s', (_, more, line) => {
  expect(linesOf({ rows: [auditRow(more)] })).toBe(line);
});

describe('what a spreadsheet would run as a formula is text', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['=a,"b"', `"'=a,""b"""`],
    ['a=1', 'a=1'],
  ])('%j', (message, cell) => {
    expect(linesOf({ rows: [auditRow({ message })] })).toBe(`${start}${cell},Add a key.\r\n`);
  });
});

test('an audit that found nothing has the header alone', () => {
  expect(linesOf({})).toBe('');
});

test('what could not be read has a line of its own', () => {
  const failures = [{ account: '111122223333', region: undefined, message: 'no permission' }];
  expect(linesOf({ failures })).toBe('111122223333,,,,,,,notRead,,no permission,\r\n');
});
