import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import type { AuditReport, AuditRow } from '../../src/cli/audit/audit-report.js';
import { csvColumns } from '../../src/cli/audit/csv.js';
import { html } from '../../src/cli/report/html/index.js';
import { percent } from '../../src/cli/report/html/markup.js';
import { defaultPolicy } from '../../src/decision/index.js';
import { auditReport, auditRow } from './audit-report-support.js';

const coverage = { configurations: 4, inStacks: 3, outsideStacks: 1, inUse: 2 };

function page(more: Partial<AuditReport> = {}): string {
  return html(auditReport(more), { version: '1.2.3' });
}

/** What a reader sees of it, in one line. */
function textOf(markup: string): string {
  const [, body = ''] = /<body>([\s\S]*?)<script/.exec(markup) ?? [];
  const plain = body
    .replaceAll(/<\/(?:dt|dd|li|summary)>/g, ' ')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(code));
  return plain.replaceAll(/\s+/g, ' ');
}

interface PageData {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly unread: readonly (readonly string[])[];
  readonly consoles: Readonly<Record<string, string>>;
  readonly file: string;
}

function dataOf(text: string): PageData {
  const [, json = ''] = /<script type="application\/json" id="data">(.*?)<\/script>/.exec(text) ?? [];
  return JSON.parse(json);
}

describe('what the script is given', () => {
  const fixed = auditRow({
    remediation: 'Add:\n\nResources:\n  Config:\n    Properties:\n      KmsKeyId: alias/my-key',
    steps: {
      words: 'Add:',
      additions: [{ path: ['KmsKeyId'], value: 'alias/my-key', note: 'a key' }],
      lines: ['Resources:', '  Config:', '    Properties:', '      KmsKeyId: alias/my-key'],
    },
    constructPath: 'Stack/Config',
    createdAt: new Date('2026-03-01T23:00:00Z'),
  });

  test('a row begins with the cells of the table for spreadsheets, and has what else is known behind them', () => {
    const { columns, rows } = dataOf(page({ rows: [fixed] }));
    expect(columns).toEqual(csvColumns);
    expect(rows).toEqual([
      [
        ...['111122223333', 'eu-west-1', 'fraud-config', 'ml', 'Config', 'fraud', 'sagemaker'],
        ...['nonCompliant', 'keyAbsent', 'It has no KmsKeyId.', fixed.remediation],
        4,
        'KmsKeyId: alias/my-key',
        "keyAbsent · line 3, column 5 of the stack's template · CDK construct Stack/Config · created on 2026-03-01",
        'yes',
        'stack',
      ],
    ]);
  });

  test('a remediation without lines is words to its end', () => {
    const { rows } = dataOf(page({ rows: [auditRow({ place: undefined })] }));
    expect(rows[0]?.slice(csvColumns.length)).toEqual(['Add a key.'.length, '', 'keyAbsent', 'yes', 'stack']);
  });

  test('rows stay in the order of the audit, and what could not be read is there for the export', () => {
    const order = ['compliant', 'nonCompliant', 'exempt'] as const;
    const failures = [{ account: undefined, region: 'eu-west-1', message: 'closed' }];
    const { rows, unread, file } = dataOf(
      page({ rows: order.map((verdict) => auditRow({ verdict })), failures }),
    );
    expect(rows.map((row) => row[csvColumns.indexOf('verdict')])).toEqual(order);
    expect(unread).toEqual([['', 'eu-west-1', '', '', '', '', '', 'notRead', '', 'closed', '']]);
    expect(file).toBe('kms-guard-audit-2026-11-24.csv');
  });

  test.each([
    ['eu-west-1', 'https://eu-west-1.console.aws.amazon.com'],
    ['cn-north-1', 'https://cn-north-1.console.amazonaws.cn'],
    ['us-gov-west-1', 'https://us-gov-west-1.console.amazonaws-us-gov.com'],
    ['eusc-de-east-1', 'https://eusc-de-east-1.console.amazonaws-eusc.eu'],
    ['us-iso-east-1', undefined],
    ['us-isob-east-1', undefined],
    ['evil.example/#', undefined],
    ['constructor', undefined],
  ])('the console of %s is %s', (region, origin) => {
    const { consoles } = dataOf(page({ rows: [auditRow({ region })] }));
    expect(consoles).toEqual(origin === undefined ? {} : { [region]: origin });
  });

  test.each<[string, Partial<AuditRow>]>([
    ['stack', {}],
    ['outside', { stack: undefined, isOutside: true }],
    ['unknown', { stack: undefined }],
  ])('the origin is "%s" where the row has %j', (origin, more) => {
    expect(dataOf(page({ rows: [auditRow(more)] })).rows[0]?.at(-1)).toBe(origin);
  });
});

test.each<[string, Partial<AuditRow>]>([
  ['yes', {}],
  ['no', { endpoints: [], isUnused: true }],
  ['unknown', { endpoints: [] }],
])('the use is "%s" where the row has %j', (use, more) => {
  expect(dataOf(page({ rows: [auditRow(more)] })).rows[0]?.at(-2)).toBe(use);
});

describe('the page leads with', () => {
  const inUse = auditRow();
  const unread = { account: '111122223333', region: 'eu-west-1', message: 'closed' };
  test.each<[string, Partial<AuditReport>, string[], string[]]>([
    [
      'coverage',
      { coverage, rows: [inUse] },
      [
        '75% of the endpoint configurations came through CloudFormation, where the hook sees them.',
        '4 exist',
        '3 through CloudFormation',
        '1 outside CloudFormation',
        '2 in use',
      ],
      ['This report does not say', 'At least', 'a stack may contain them', 'There may be others'],
    ],
    [
      'how much of the coverage is not known',
      { coverage: { ...coverage, outsideStacks: 0 }, rows: [inUse] },
      ['At least 75% of the endpoint configurations', '1 not known a stack may contain them'],
      [],
    ],
    [
      'that the coverage is not known',
      { rows: [auditRow({ source: 'stack', endpoints: [] })] },
      ['This report does not say how many', 'run the audit with --source both'],
      ['Running now without an accepted key', 'the hook sees'],
    ],
    [
      'what runs where only SageMaker was asked',
      { rows: [auditRow({ stack: undefined }), auditRow({ endpoints: [] })] },
      [
        'This report does not say how many',
        '1 of 1 configuration in use.',
        'endpoint fraud · 111122223333 · eu-west-1',
      ],
      ['outside CloudFormation ·'],
    ],
    [
      'that there is none',
      { coverage: { configurations: 0, inStacks: 0, outsideStacks: 0, inUse: 0 } },
      ['SageMaker has no endpoint configuration here.', 'The audit found no endpoint configuration.'],
      ['%'],
    ],
    [
      'that none was found, where not everything could be read',
      { coverage: { configurations: 0, inStacks: 0, outsideStacks: 0, inUse: 0 }, failures: [unread] },
      ['No endpoint configuration was found in what could be read.'],
      ['SageMaker has no endpoint configuration here.'],
    ],
    [
      'what runs without an accepted key',
      { coverage, rows: [inUse, auditRow({ endpoints: [] }), auditRow({ verdict: 'exempt' })] },
      [
        '1 of 2 configurations in use.',
        'fraud-config endpoint fraud · stack ml · 111122223333 · eu-west-1',
        'Show it in the table',
      ],
      [],
    ],
    [
      'no more than six of them',
      {
        coverage,
        rows: Array.from({ length: 7 }, (_, index) =>
          auditRow({
            configuration: `config-${index}`,
            stack: undefined,
            isOutside: true,
            endpoints: ['a', 'b', 'c'],
          }),
        ),
      },
      ['7 of 2', 'config-5 endpoints a and 2 more · outside CloudFormation', 'Show all 7 in the table'],
      ['config-6'],
    ],
    [
      'that nothing does',
      { coverage, rows: [auditRow({ verdict: 'compliant' })] },
      ['0 of 2 configurations in use. Every configuration that an endpoint uses has a key', 'or is exempt.'],
      ['in the table'],
    ],
    [
      'what is not known of what runs',
      { coverage, rows: [auditRow({ verdict: 'undetermined' }), auditRow({ verdict: 'compliant' })] },
      ['0 of 2 configurations in use, as far as is known. 1 configuration in use is undetermined.'],
      ['Every configuration that', 'There may be others'],
    ],
    [
      'that others may run where not everything could be read',
      { coverage, failures: [unread], rows: [auditRow({ verdict: 'compliant' })] },
      [
        '75% of the endpoint configurations that could be read came through CloudFormation',
        '0 of 2 configurations in use, as far as is known. There may be others where the audit could not read',
      ],
      ['Every configuration that', 'undetermined.'],
    ],
    [
      'what runs at least',
      {
        coverage,
        failures: [unread],
        rows: [inUse, ...['a', 'b'].map(() => auditRow({ verdict: 'undetermined' }))],
      },
      [
        'At least 1 of 2 configurations in use.',
        '2 configurations in use are undetermined. There may be others where the audit could not read everything. fraud-config',
      ],
      [],
    ],
  ])('%s', (_name, report, present, absent) => {
    const text = textOf(page(report));
    for (const part of present) expect(text).toContain(part);
    for (const part of absent) expect(text).not.toContain(part);
  });

  test.each([
    [{ coverage, rows: [inUse] }, 'KMS audit: 1 running without an accepted key'],
    [{ rows: [inUse] }, 'KMS audit: 1 non-compliant configuration'],
    [{ coverage, rows: [], failures: [unread] }, 'KMS audit (incomplete): 0 running without an accepted key'],
    [{ rows: [] }, 'KMS audit: 0 non-compliant configurations'],
  ])('%# in its title', (report, title) => {
    expect(page(report)).toContain(`<title>${title}</title>`);
  });
});

test.each([
  [1, 3, '33%'],
  [0, 3, '0%'],
  [3, 3, '100%'],
  [1, 1000, 'less than 1%'],
  [999, 1000, 'more than 99%'],
])('%i of %i are %s', (part, whole, text) => {
  expect(percent(part, whole)).toBe(text);
});

describe('what could not be read', () => {
  const failure = { account: '111122223333', region: 'eu-west-1', message: 'closed' };
  test.each([
    [
      'a Region of an account',
      [failure],
      ['1 place could', '111122223333 / eu-west-1 closed'],
      '<details open>',
    ],
    ['an account', [{ ...failure, region: undefined }], ['111122223333 closed'], '<details open>'],
    [
      'no place',
      [{ ...failure, account: undefined, region: undefined }],
      ['shown here closed'],
      '<details open>',
    ],
    [
      'many, each for its own reason',
      Array.from({ length: 6 }, (_, index) => ({ ...failure, region: `r${index}`, message: `m${index}` })),
      [
        '6 places could',
        'Not everything: 6 places',
        '111122223333 / r5 m5',
        '(not all of them could be read)',
      ],
      '<details>',
    ],
    [
      'three for one reason',
      ['r-1', 'r-2', 'r-3'].map((region) => ({ ...failure, region })),
      ['3 places could', '111122223333 / r-1, 111122223333 / r-2, 111122223333 / r-3 closed '],
      '<details open>',
    ],
    [
      'more for one reason',
      ['r-1', 'r-2', 'r-3', 'r-4'].map((region) => ({ ...failure, region })),
      ['4 places could', '4 places closed Show the places 111122223333 / r-1, 111122223333 / r-2'],
      '<details open>',
    ],
    [
      'accounts whose messages differ by their ids',
      ['111111111111', '222222222222'].map((account) => ({
        ...{ account, region: undefined },
        message: `the role arn:aws:iam::${account}:role/audit cannot be assumed`,
      })),
      [
        '2 places could',
        '111111111111, 222222222222 the role arn:aws:iam::ACCOUNT:role/audit cannot be assumed ',
      ],
      '<details open>',
    ],
    [
      'Regions whose messages differ by their names',
      ['eu-west-1', 'us-east-1'].map((region) => ({
        ...failure,
        ...{ region, message: `no stacks of 111122223333 in ${region}` },
      })),
      ['111122223333 / eu-west-1, 111122223333 / us-east-1 no stacks of ACCOUNT in REGION '],
      '<details open>',
    ],
    [
      'messages that are the same, with the place in them',
      [failure, failure].map((each) => ({ ...each, message: 'no stacks of 111122223333 in eu-west-1' })),
      ['no stacks of 111122223333 in eu-west-1 '],
      '<details open>',
    ],
    [
      'a place for two reasons',
      [failure, { ...failure, message: 'denied' }],
      ['1 place could', '111122223333 / eu-west-1 closed 111122223333 / eu-west-1 denied'],
      '<details open>',
    ],
  ])('%s', (_name, failures, present, details) => {
    const markup = page({ failures });
    for (const part of ['This report is incomplete', ...present]) expect(textOf(markup)).toContain(part);
    expect(markup).toContain(details);
  });

  test('is named beside the accounts and Regions', () => {
    const accounts = ['111111111111', '222222222222', '333333333333', '444444444444', '555555555555'];
    const regions = ['eu-west-1', 'us-east-1'];
    const text = textOf(
      page({
        scope: { ...auditReport().scope, accounts, regions },
        rows: [auditRow({ account: '444444444444' })],
        failures: [
          { account: '222222222222', region: 'us-east-1', message: 'a' },
          { account: '222222222222', region: 'eu-west-1', message: 'b' },
          { account: '333333333333', region: undefined, message: 'c' },
          { account: '444444444444', region: undefined, message: 'd' },
          { account: undefined, region: 'eu-west-1', message: 'e' },
          ...['a', 'b', 'c', 'd'].map((region) => ({ account: '555555555555', region, message: 'f' })),
        ],
      }),
    );
    expect(text).toContain(
      'Accounts 222222222222 (not all of eu-west-1, us-east-1), 333333333333 (not read), 444444444444 (not all), 555555555555 (4 Regions not read completely), 111111111111',
    );
    expect(text).toContain('Regions eu-west-1 (not all), us-east-1 ');
  });

  test('nothing', () => {
    const text = textOf(page());
    expect(text).not.toContain('incomplete');
    expect(text).toContain('Everything that was requested.');
  });
});

describe('what the page says of itself', () => {
  const exemptions = [{ stack: 'legacy-*', reason: 'soon <gone>', expires: '2027-03-31' }];
  const many = Array.from({ length: 21 }, (_, index) => String(111122223300 + index));
  test.each<[string, Partial<AuditReport['scope']>, string[]]>([
    [
      'the defaults',
      {},
      [
        'Made on 24 November 2026, 12:00 UTC by kms-guard 1.2.3: 0 endpoint configurations in 1 account and 1 Region, judged by the default policy.',
        'The defaults: there is no policy file. Every member has its default value.',
      ],
    ],
    [
      'a policy and the members that differ',
      { from: '<policy>.yaml', policy: { ...defaultPolicy, keyPolicy: 'customerManaged', exemptions } },
      [
        'judged by the policy <policy>.yaml (2 members not at the default).',
        'keyPolicy: customerManaged',
        'exemptions: [{"stack": "legacy-*", "reason": "soon <gone>", "expires": "2027-03-31"}]',
      ],
    ],
    [
      'a policy that says what the defaults say',
      { from: 'p.yaml' },
      ['p.yaml. Every member has its default value.'],
    ],
    [
      'accounts and Regions',
      { regions: ['eu-west-1', 'us-east-1'] },
      ['Accounts 111122223333', 'eu-west-1, us-east-1'],
    ],
    ['many accounts', { accounts: many }, ['Accounts 21 111122223300, 111122223301']],
    ['no account', { accounts: [] }, ['Accounts none']],
  ])('%s', (_name, scope, present) => {
    const text = textOf(page({ scope: { ...auditReport().scope, ...scope } }));
    for (const part of present) expect(text).toContain(part);
  });
});

describe('hostile names', () => {
  const name = '</script><script>alert(1)</script><!--\u2028"\'&\u202e';
  const texts: Partial<AuditRow> = {
    account: name,
    region: name,
    stack: name,
    logicalId: name,
    message: name,
  };
  const text = page({
    coverage,
    rows: [auditRow({ ...texts, configuration: name, endpoints: [name] })],
    failures: [{ account: name, region: name, message: name }],
    scope: { ...auditReport().scope, from: name, accounts: [name], regions: [name] },
  });

  test('open no element and no script', () => {
    expect(text.match(/<script/g)).toHaveLength(2);
    expect(text).not.toContain('<!--');
    expect(text).not.toContain('alert(1)</script>');
    expect(text).not.toContain('\u202e');
  });

  test('are still what they are', () => {
    const [row] = dataOf(text).rows;
    expect(row?.slice(0, 6)).toEqual(Array(6).fill(name));
    expect(text).toContain(
      '&#60;/script&#62;&#60;script&#62;alert(1)&#60;/script&#62;&#60;!--\u2028&#34;&#39;&#38;\ufffd',
    );
  });
});

test('the policy of the page admits its own script and style and nothing else', () => {
  const text = page({ rows: [auditRow()], coverage });
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

test('the script writes a line of the export as the program does, from the source of its own function', () => {
  const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(page()) ?? [];
  const [, source = ''] = /const csvLine = ([\s\S]*?);\nconst printable = /.exec(script) ?? [];
  expect(runInNewContext(`(${source})(['=1+1', 'a,"b"', 'c'])`)).toBe(`'=1+1,"a,""b""",c\r\n`);
});

describe('the chart', () => {
  const bars = (text: string) =>
    [
      ...text.matchAll(
        /<th role="rowheader" scope="row">(.*?)<\/th>\s*<td role="cell" class="bar"><svg[^>]+aria-label="(.*?)"/g,
      ),
    ].map(([, region, label]) => [region, label]);

  test('has a bar for each account and Region, the most non-compliant first, the rest in order', () => {
    const rows = [
      auditRow({ verdict: 'compliant', region: 'ap-south-1' }),
      auditRow({ verdict: 'exempt', region: 'ap-south-1' }),
      auditRow({ verdict: 'compliant', region: 'ap-east-1' }),
      auditRow(),
      auditRow(),
    ];
    const text = page({ rows });
    expect(bars(text)).toEqual([
      ['eu-west-1', '2 non-compliant'],
      ['ap-east-1', '1 compliant'],
      ['ap-south-1', '1 exempt, 1 compliant'],
    ]);
    expect(text).toMatch(
      /<rect class="exempt" x="0.0" width="500.0" height="16"\/><rect class="compliant" x="500.0" width="500.0" height="16"\/>/,
    );
    expect(textOf(text)).toContain(
      '2 ✖ non-compliant 0 ? undetermined 1 ○ exempt 2 ✔ compliant 0 – not applicable',
    );
  });

  test('shows twelve, and the others on demand', () => {
    const rows = Array.from({ length: 14 }, (_, index) => auditRow({ account: `${index}` }));
    const text = page({ rows });
    expect(bars(text)).toHaveLength(14);
    expect(text).toContain('<summary>2 more</summary>');
  });

  test('is not there without a configuration', () => {
    expect(page()).not.toContain('id="chart"');
  });
});
