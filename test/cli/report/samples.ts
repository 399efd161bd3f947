import type { Finding, Results } from '../../../src/check/finding.js';
import type { ReportContext } from '../../../src/cli/report/reporter.js';

export const context: ReportContext = {
  version: '1.2.3',
  strict: false,
  cwd: '/repo',
  color: false,
  columns: 80,
};

export function finding(members: Partial<Finding> = {}): Finding {
  return {
    file: 'templates/a.yaml',
    line: 4,
    column: 5,
    endLine: 4,
    endColumn: 15,
    logicalId: 'Config',
    verdict: 'nonCompliant',
    reason: 'keyAbsent',
    message: 'It has no key.',
    remediation: 'Add:\n\nResources:\n  Config:\n    Properties:\n      KmsKeyId: alias/my-key  # a key ID',
    steps: {
      words: 'Add:',
      additions: [{ path: ['KmsKeyId'], value: 'alias/my-key', note: 'a key ID' }],
      lines: ['Resources:', '  Config:', '    Properties:', '      KmsKeyId: alias/my-key  # a key ID'],
    },
    ...members,
  };
}

/** What there is to do where no line is to be added. */
const only = (words: string) => ({ remediation: words, steps: { words, additions: [], lines: [] } });

export const compliant = finding({
  verdict: 'compliant',
  reason: 'keyPresent',
  ...only('Nothing to do.'),
});
export const undetermined = finding({
  verdict: 'undetermined',
  reason: 'keyUnknown',
  message: 'It cannot be judged yet.',
  ...only('It is decided later.'),
});
export const local = finding({
  verdict: 'exempt',
  reason: 'localStorage',
  message: 'It needs none.',
  ...only('Nothing to do.'),
});
export const exempted = finding({ verdict: 'exempt', reason: 'exemption', message: 'Exempt by the policy.' });
export const suppressed = finding({
  verdict: 'exempt',
  reason: 'suppressed',
  message: 'Suppressed by its Metadata.',
});
export const absent = finding({
  verdict: 'notApplicable',
  reason: 'conditionFalse',
  message: 'Not created.',
});

export function results(findings: readonly Finding[], more: Partial<Results> = {}): Results {
  return { findings, problems: [], inspected: 1, ...more };
}

/** Text that means something in every format. */
export const hostile = `<![CDATA[ ]]> & "'\u0000\u001b[31m\u0008 %0A::error::\r\n, \ud800 \ufffe \u202e`;
