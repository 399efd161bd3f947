/** Audits as data, for the tests of the formats. */
import type { AuditReport, AuditRow } from '../../src/cli/audit/audit-report.js';
import { defaultPolicy } from '../../src/decision/index.js';

/** A configuration that an endpoint uses, without a key. */
export function auditRow(more: Partial<AuditRow> = {}): AuditRow {
  return {
    account: '111122223333',
    region: 'eu-west-1',
    configuration: 'fraud-config',
    stack: 'ml',
    isOutside: false,
    logicalId: 'Config',
    endpoints: ['fraud'],
    isUnused: false,
    source: 'sagemaker',
    verdict: 'nonCompliant',
    reason: 'keyAbsent',
    message: 'It has no KmsKeyId.',
    remediation: 'Add a key.',
    steps: { words: 'Add a key.', additions: [], lines: [] },
    place: { line: 3, column: 5 },
    constructPath: undefined,
    createdAt: undefined,
    ...more,
  };
}

/** An audit of one account and Region that found nothing. */
export function auditReport(more: Partial<AuditReport> = {}): AuditReport {
  return {
    rows: [],
    coverage: undefined,
    scope: {
      accounts: ['111122223333'],
      regions: ['eu-west-1'],
      policy: defaultPolicy,
      from: 'defaults',
      at: new Date('2026-11-24T12:00:00Z'),
    },
    failures: [],
    stacks: 1,
    ...more,
  };
}
