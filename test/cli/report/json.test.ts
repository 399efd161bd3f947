import { describe, expect, it } from 'vitest';
import { formats, reporters } from '../../../src/cli/report/index.js';
import { json } from '../../../src/cli/report/json.js';
import { absent, compliant, context, finding, local, results, undetermined } from './samples.js';

describe('JSON', () => {
  it('has results, summary and errors, and no template text', () => {
    const findings = [finding({ source: 'secret text', stack: 's' }), compliant, undetermined, local, absent];
    const problems = [{ file: 'b.yaml', line: 3, column: 9, message: 'not valid' }];
    const withSource = problems.map((problem) => ({ ...problem, source: 'secret text' }));
    const text = json(results(findings, { problems: withSource }), context);
    expect(text).not.toContain('secret text');
    const document = JSON.parse(text);
    expect(document).toMatchObject({
      summary: { compliant: 1, nonCompliant: 1, exempt: 1, undetermined: 1, notApplicable: 1 },
      errors: problems,
    });
    expect(document.results[0]).toEqual({
      ...{ file: 'templates/a.yaml', line: 4, column: 5, logicalId: 'Config', verdict: 'nonCompliant' },
      ...{ reason: 'keyAbsent', message: 'It has no key.', remediation: finding().remediation },
      ...{ endLine: 4, endColumn: 15, stack: 's' },
    });
  });
});

it.each(formats)('the format %s ends its text with a line feed', (format) => {
  const report = reporters[format];
  expect(report(results([]), context)).toMatch(/[^\n]\n$/);
});

describe('the policy’s file', () => {
  const named = {
    pretty: '\n✖ 1 non-compliant in 1 file\n  policy: ../a&b.yaml\n',
    json: '\n  "policy": "../a&b.yaml"\n',
    sarif: '\n      "properties": {\n        "policy": "../a&b.yaml"\n      }\n',
    junit: '\n      <property name="policy" value="../a&amp;b.yaml"/>\n',
    github: 'notApplicable 0 (policy ../a&b.yaml)\n',
  };
  it.each(formats)('is named by the format %s', (format) => {
    const report = reporters[format];
    expect(report(results([finding()]), { ...context, policyFile: '../a&b.yaml' })).toContain(named[format]);
  });

  it('is null in JSON where the defaults are in force', () => {
    expect(JSON.parse(json(results([]), context)).policy).toBeNull();
  });
});
