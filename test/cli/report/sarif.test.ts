import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { Finding, Results } from '../../../src/check/finding.js';
import { sarif } from '../../../src/cli/report/sarif.js';
import { rule } from '../../../src/decision/index.js';
import {
  absent,
  compliant,
  context,
  exempted,
  finding,
  hostile,
  local,
  results,
  suppressed,
  undetermined,
} from './samples.js';

interface SarifResult {
  readonly ruleId: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly { readonly kind: string }[];
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
      readonly region: Readonly<Record<string, number>>;
    };
    readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[];
  }[];
}
interface Log {
  readonly runs: readonly [
    {
      readonly tool: {
        readonly driver: {
          readonly semanticVersion?: string;
          readonly version?: string;
          readonly rules: readonly Record<string, unknown>[];
        };
      };
      readonly results: readonly SarifResult[];
      readonly invocations: readonly [Record<string, unknown>];
    },
  ];
}

// The schema is of an older draft; what is left of it when its name is gone means the same in this one.
const schemaFile = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/package.json');
const {
  $schema: _draft,
  id: _id,
  ...schema
} = JSON.parse(
  readFileSync(schemaFile.replace('package.json', 'lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
);
const validate = new Ajv({
  strict: false,
  validateFormats: false,
  unicodeRegExp: false,
  allErrors: true,
}).compile(schema);

function read(reported: Results, with_ = context): Log['runs'][0] {
  const log = JSON.parse(sarif(reported, with_)) as Log;
  validate(log);
  expect(validate.errors).toBeNull();
  return log.runs[0];
}

const all = [finding(), compliant, undetermined, local, exempted, suppressed, absent];
const problems = [
  { file: 'b.yaml', line: 3, column: 1, message: 'The template is not valid YAML' },
  { file: 'gone.yaml', message: 'there is no such file or folder' },
];

describe('SARIF', () => {
  it('has a result for what needs attention, and for what was exempted from it', () => {
    const { results: found } = read(results(all));
    expect(found.map(({ level, suppressions }) => [level, suppressions?.[0]?.kind])).toEqual([
      ['error', undefined],
      ['note', undefined],
      ['note', 'external'],
      ['note', 'inSource'],
    ]);
    const strict = read(results(all), { ...context, strict: true }).results;
    expect(strict.map(({ level }) => level)).toEqual(['error', 'error', 'note', 'note']);
  });

  it('describes the rule as GitHub shows it', () => {
    const { driver } = read(results([])).tool;
    expect(driver.semanticVersion).toBe('1.2.3');
    expect(driver.rules).toHaveLength(1);
    expect(driver.rules[0]).toMatchObject({
      id: rule.id,
      helpUri: rule.link,
      shortDescription: { text: rule.shortText },
      fullDescription: { text: rule.description },
      help: { text: expect.stringContaining(rule.link), markdown: expect.stringContaining('```yaml') },
      defaultConfiguration: { level: 'error' },
      properties: {
        tags: expect.arrayContaining(['security']),
        'security-severity': '6.0',
        precision: 'very-high',
      },
    });
    // GitHub's limits.
    expect(String(driver.rules[0]?.['name']).length).toBeLessThanOrEqual(255);
    expect(rule.shortText.length).toBeLessThanOrEqual(1024);
    expect(read(results([]), { ...context, version: 'development' }).tool.driver.version).toBe('development');
  });

  it('gives places as lines and columns, relative to the root', () => {
    const [result] = read(results([finding({ constructPath: 'Stack/Config' })])).results;
    expect(result?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'templates/a.yaml', uriBaseId: '%SRCROOT%' },
          region: { startLine: 4, startColumn: 5, endLine: 4, endColumn: 15 },
        },
        logicalLocations: [{ name: 'Config', fullyQualifiedName: 'Stack/Config', kind: 'resource' }],
      },
    ]);
  });

  it.each([
    ['a b/ü#%.yaml', 'a%20b/%C3%BC%23%25.yaml', '%SRCROOT%'],
    ['/repo/templates/a.yaml', 'templates/a.yaml', '%SRCROOT%'],
    ['/elsewhere/a.yaml', 'file:///elsewhere/a.yaml', undefined],
    ['../a.yaml', 'file:///a.yaml', undefined],
    ['<stdin>', '%3Cstdin%3E', '%SRCROOT%'],
    ['sub\\a.yaml', 'sub/a.yaml', '%SRCROOT%'],
  ])('%s', (file, uri, uriBaseId) => {
    const [result] = read(results([finding({ file })])).results;
    expect(result?.locations[0]?.physicalLocation.artifactLocation).toEqual({
      uri,
      ...(uriBaseId && { uriBaseId }),
    });
  });

  it.each([
    ['a.yaml', 'sub/a.yaml', '%SRCROOT%'],
    ['../other/a.yaml', 'other/a.yaml', '%SRCROOT%'],
    ['/repo/a.yaml', 'a.yaml', '%SRCROOT%'],
    ['../../a.yaml', 'file:///a.yaml', undefined],
  ])('from a folder of the repository, its root is the root: %s', (file, uri, uriBaseId) => {
    const edit = { offset: 0, length: 0, text: 'x' };
    const folders = { ...context, cwd: '/repo/sub', root: '/repo' };
    const problem = { file, line: 1, column: 1, message: 'not valid', source: 'x' };
    const run = read(results([finding({ file, source: 'a', edit })], { problems: [problem] }), folders);
    const expected = JSON.stringify({ uri, ...(uriBaseId && { uriBaseId }) });
    const addresses = JSON.stringify(run).match(/"artifactLocation":(\{[^}]*\})/g);
    expect(addresses).toEqual(Array(3).fill(`"artifactLocation":${expected}`));
  });

  it('gives the same fingerprint to a finding that has moved, and another to another', () => {
    const prints = (findings: readonly Finding[]) =>
      read(results(findings)).results.map(
        ({ partialFingerprints }) => partialFingerprints['primaryLocationLineHash'],
      );
    const [before] = prints([finding()]);
    expect(prints([finding({ line: 40, column: 9, message: 'other words' })])).toEqual([before]);
    const others = prints([
      finding({ file: 'b.yaml' }),
      finding({ logicalId: 'Other' }),
      finding({ stack: 's' }),
    ]);
    expect(new Set([before, ...others]).size).toBe(4);
    const twice = prints([finding(), finding()]);
    expect(twice[0]).toBe(before);
    expect(twice[1]).toMatch(/:2$/);
  });

  it('tells what could not be judged', () => {
    const { invocations } = read(results([], { problems }));
    expect(invocations[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [
        {
          level: 'error',
          message: { text: 'The template is not valid YAML' },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: 'b.yaml' },
                region: { startLine: 3, startColumn: 1 },
              },
            },
          ],
        },
        { level: 'error', message: { text: 'there is no such file or folder' } },
      ],
    });
    expect(read(results([])).invocations[0]).toMatchObject({ executionSuccessful: true });
  });

  it('says on which defaults a verdict rests, and takes any text', () => {
    const [result] = read(
      results([finding({ restsOnDefaults: ['A', 'B'], message: hostile, logicalId: hostile })]),
    ).results;
    expect(result?.message.text).toContain('The verdict depends on the defaults of parameters A, B:');
    expect(result?.message.text).toContain('<![CDATA[ ]]>');
  });
});
