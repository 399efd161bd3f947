import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Finding, Results } from '../../src/check/finding.js';
import { html } from '../../src/cli/report/html/index.js';
import type { ReportContext } from '../../src/cli/report/reporter.js';

const context = { version: '1.2.3', strict: false, cwd: '/', color: false, unit: 'stacks' };

function finding(more: Partial<Finding> = {}): Finding {
  return {
    file: '111122223333/eu-west-1/ml',
    line: 3,
    column: 5,
    logicalId: 'Config',
    verdict: 'nonCompliant',
    reason: 'keyAbsent',
    message: 'It has no KmsKeyId. It would be blocked at its next replacement.',
    remediation: 'Add:\n\nResources:\n  Config:\n    Properties:\n      KmsKeyId: alias/my-key',
    steps: {
      words: 'Add:',
      additions: [{ path: ['KmsKeyId'], value: 'alias/my-key', note: 'a key' }],
      lines: ['Resources:', '  Config:', '    Properties:', '      KmsKeyId: alias/my-key'],
    },
    account: '111122223333',
    region: 'eu-west-1',
    stack: 'ml',
    ...more,
  };
}

function page(results: Partial<Results>, more: Partial<ReportContext> = {}): string {
  return html({ findings: [], problems: [], inspected: 1, ...results }, { ...context, ...more });
}

function dataOf(text: string): string[][] {
  const [, json = ''] = /<script type="application\/json" id="data">(.*?)<\/script>/.exec(text) ?? [];
  return JSON.parse(json);
}

describe('rows', () => {
  test('a row has what the table shows, the message parted after its first sentence', () => {
    expect(dataOf(page({ findings: [finding()] }))).toEqual([
      [
        'nonCompliant',
        'ml',
        'Config',
        'eu-west-1',
        '111122223333',
        'It has no KmsKeyId.',
        'It would be blocked at its next replacement.',
        'Add:',
        'Resources:\n  Config:\n    Properties:\n      KmsKeyId: alias/my-key',
        '111122223333/eu-west-1/ml:3:5',
        'keyAbsent',
      ],
    ]);
  });

  test('the gravest come first, and what is not known of a place stays empty', () => {
    const compliant = finding({
      verdict: 'compliant',
      account: undefined,
      region: undefined,
      stack: undefined,
    });
    const rows = dataOf(page({ findings: [compliant, finding({ verdict: 'undetermined' }), finding()] }));
    expect(rows.map(([verdict, stack, , region]) => [verdict, stack, region])).toEqual([
      ['nonCompliant', 'ml', 'eu-west-1'],
      ['undetermined', 'ml', 'eu-west-1'],
      ['compliant', '', ''],
    ]);
  });
});

test.each([
  ['the file', '<policy>.yaml', 'with the policy &#60;policy&#62;.yaml.'],
  ['the defaults', undefined, 'with the default policy.'],
])('the page names %s that the configurations were held against', (_name, policyFile, text) => {
  expect(page({ findings: [] }, { policyFile })).toContain(text);
});

describe('hostile names', () => {
  const name = '</script><script>alert(1)</script><!--\u2028"\'&\u202e';
  const text = page({
    findings: [finding({ stack: name, logicalId: name, region: name, account: name, message: name })],
    problems: [{ file: name, message: name }],
  });

  test('open no element and no script', () => {
    expect(text.match(/<script/g)).toHaveLength(2);
    expect(text).not.toContain('<!--');
    expect(text).not.toContain('alert(1)</script>');
    expect(text).not.toContain('\u202e');
  });

  test('are still what they are', () => {
    const [row] = dataOf(text);
    expect(row?.[1]).toBe(name.replace('\u202e', '\ufffd'));
    expect(text).toContain(
      '&#60;/script&#62;&#60;script&#62;alert(1)&#60;/script&#62;&#60;!--\u2028&#34;&#39;&#38;',
    );
  });
});

test('the policy of the page admits its own script and style and nothing else', () => {
  const text = page({ findings: [finding()] });
  const hash = (pattern: RegExp) =>
    createHash('sha256')
      .update(pattern.exec(text)?.[1] ?? '')
      .digest('base64');
  const [, policy] = /Content-Security-Policy" content="([^"]+)"/.exec(text) ?? [];
  expect(policy).toBe(
    [
      "default-src 'none'",
      `script-src 'sha256-${hash(/<script>([\s\S]*?)<\/script>/)}'`,
      `style-src 'sha256-${hash(/<style>([\s\S]*?)<\/style>/)}'`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; '),
  );
  expect(text).not.toMatch(/\sstyle=|\son[a-z]+=/);
});

test.each<[string, Partial<Results>, string[], string[]]>([
  [
    'nothing',
    { inspected: 1 },
    ['in 1 stack,', 'KMS audit: none would be blocked', 'no endpoint configuration'],
    ['<table'],
  ],
  [
    'one',
    { findings: [finding()], inspected: 1234 },
    ['1 endpoint configuration in 1,234 stacks', 'KMS audit: 1 would be blocked', '<table id="table"'],
    ['Partial results'],
  ],
  [
    'few problems',
    { problems: [{ file: 'region x', message: 'closed' }] },
    ['<details open>', '1 stack or region could', '<strong>region x</strong> closed'],
    [],
  ],
  [
    'many problems',
    { problems: Array.from({ length: 6 }, () => ({ file: 'a', message: 'b' })) },
    ['<details>', '6 stacks or regions'],
    ['<details open>'],
  ],
])('%s', (_name, results, present, absent) => {
  const text = page(results);
  for (const part of present) expect(text).toContain(part);
  for (const part of absent) expect(text).not.toContain(part);
});

test('the chart has a bar for each account and region, the most to be blocked first, the rest in order', () => {
  const findings = [
    finding({ verdict: 'compliant', region: 'ap-south-1' }),
    finding({ verdict: 'compliant', account: undefined, region: undefined }),
    finding({ verdict: 'exempt', region: 'ap-south-1' }),
    finding({ verdict: 'compliant', region: 'ap-east-1' }),
    finding(),
    finding(),
  ];
  const text = page({ findings });
  const [, body = ''] = /<table class="chart">[\s\S]*?<tbody>([\s\S]*?)<\/tbody>/.exec(text) ?? [];
  const bars = [...body.matchAll(/<th scope="row">(.*?)<\/th>.*?aria-label="(.*?)".*?<\/svg>/g)];
  expect(bars.map(([, region, label]) => [region, label])).toEqual([
    ['eu-west-1', '2 would be blocked'],
    ['', '1 compliant'],
    ['ap-east-1', '1 compliant'],
    ['ap-south-1', '1 exempt, 1 compliant'],
  ]);
  expect(bars[0]?.[0]).toContain('width="1000.0"');
  expect(bars[3]?.[0]).toMatch(
    /<rect class="exempt" x="0.0" width="500.0".*<rect class="compliant" x="500.0" width="500.0"/,
  );
});

test('another unit than stacks', () => {
  const { unit: _, ...rest } = context;
  expect(html({ findings: [], problems: [], inspected: 2 }, { ...rest, unit: 'templates' })).toContain(
    '2 templates',
  );
  expect(html({ findings: [], problems: [], inspected: 2 }, rest)).toContain('2 stacks');
});
