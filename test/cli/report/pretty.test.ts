import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/check/finding.js';
import { pretty } from '../../../src/cli/report/pretty.js';
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

const source = [
  'Resources:',
  '  Config:',
  '    Type: AWS::SageMaker::EndpointConfig',
  '    Properties:',
  '      # the name',
  '      EndpointConfigName: a',
  '      Tags: []',
  '      ProductionVariants: []',
  '',
].join('\n');

describe('the report for people', () => {
  it('shows the place, what is wrong, and the fix as a diff', () => {
    expect(pretty(results([finding({ source })]), context)).toBe(
      `✖ non-compliant  Config  templates/a.yaml:4:5  keyAbsent

    2 │   Config:
    3 │     Type: AWS::SageMaker::EndpointConfig
  ▸ 4 │     Properties:
      │     ^^^^^^^^^^
    5 │       # the name
    6 │       EndpointConfigName: a
    7 │       Tags: []

  It has no key.

  Add:

      Resources:
        Config:
          Properties:
    +       KmsKeyId: alias/my-key  # a key ID

  Read more:
  https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sagemaker-endpointconfig.html#cfn-sagemaker-endpointconfig-kmskeyid

✖ 1 non-compliant in 1 file
`,
    );
  });

  it('tells what is undetermined or exempt in fewer lines, and what passes in none', () => {
    const all = [undetermined, local, exempted, suppressed, compliant, absent];
    expect(pretty(results(all, { inspected: 3 }), context)).toBe(
      `? undetermined  Config  templates/a.yaml:4:5  keyUnknown
  It cannot be judged yet.
  It is decided later.

○ exempt  Config  templates/a.yaml:4:5  localStorage
  It needs none.

○ exempt  Config  templates/a.yaml:4:5  exemption
  Exempt by the policy.

○ exempt  Config  templates/a.yaml:4:5  suppressed
  Suppressed by its Metadata.

✔ 1 undetermined, 3 exempt, 1 compliant, 1 not applicable in 3 files
`,
    );
  });

  it('shows the place of what is undetermined, where that counts', () => {
    const text = pretty(results([{ ...undetermined, source }]), { ...context, strict: true });
    expect(text).toContain('  ▸ 4 │     Properties:');
    expect(text).toContain('✖ 1 undetermined in 1 file');
  });

  it('mentions defaults, advice, constructs, stacks and nesting', () => {
    const text = pretty(
      results([
        { ...compliant, restsOnDefaults: ['Key'] },
        { ...compliant, reason: 'keyOnLocalStorage', message: 'SageMaker will refuse it.' },
        {
          ...local,
          constructPath: 'S/C',
          stack: 's',
          region: 'eu-west-1',
          account: '1',
          nestedIn: 'N in p.yaml',
        },
      ]),
      { ...context, unit: 'stacks', columns: 100 },
    );
    expect(text).toContain(
      '  The verdict depends on the default of parameter Key: another value may change it.\n',
    );
    expect(text).toContain('  SageMaker will refuse it.\n');
    expect(text).toContain('  S/C, nested stack N in p.yaml, stack s, eu-west-1, 1\n');
    expect(text).toContain('in 1 stack\n');
  });

  it('names what could not be judged, with its place, unless that is shown already', () => {
    const problems = [
      { file: 'b.yaml', line: 3, column: 4, message: 'not valid', source: 'a: 1\nb: 2\nc: d: e\n' },
      { file: 'c.yaml', message: 'gone' },
    ];
    const end = '✖ 2 not judged in 2 files\n';
    expect(pretty(results([], { problems, inspected: 2 }), context)).toBe(
      `✖ cannot be judged  b.yaml:3:4

    1 │ a: 1
    2 │ b: 2
  ▸ 3 │ c: d: e
      │    ^

  not valid

✖ cannot be judged  c.yaml
  gone

${end}`,
    );
    const shown = { ...context, problemsShown: true };
    expect(pretty(results([], { problems, inspected: 2 }), shown)).toBe(end);
    expect(pretty(results([], { problems, inspected: 0 }), shown)).toBe('✖ 2 not judged\n');
  });

  it.each([
    [undefined, 80],
    [72, 72],
    [20, 40],
    [200, 100],
  ])('breaks lines between words: of a terminal of %s columns it uses %s', (columns, used) => {
    const long = 'x'.repeat(120);
    const text = pretty(
      results(
        [
          finding({
            message: `${'word '.repeat(60)}${long}`,
            source: `${source}# ${'comment '.repeat(20)}\n`,
            logicalId: 'AConfigurationOfALongName',
            file: 'a/folder/in/a/folder/template.yaml',
            constructPath: 'App/Stage/Stack/A Construct/Of A Long Name/Config',
            region: 'eu-west-1',
          }),
          undetermined,
          exempted,
          compliant,
        ],
        { problems: [{ file: 'b.yaml', message: `${'word '.repeat(60)}` }], inspected: 10_000 },
      ),
      { ...context, columns },
    );
    const lines = text.split('\n');
    const wide = lines.filter((line) => line.length > used);
    // Words longer than a line stand alone; what is to be added is copied from the report as it stands.
    expect(wide.filter((line) => /\S\s+\S/.test(line) && !line.startsWith('    + '))).toEqual([]);
    const prose = lines.filter((line) => line.startsWith('  word'));
    expect(Math.max(...prose.map((line) => line.length))).toBeGreaterThan(used - 5);
  });

  it('colors on a terminal', () => {
    const text = pretty(results([finding({ source }), undetermined, absent]), { ...context, color: true });
    expect(text).toContain('\u001b[31m✖ non-compliant');
    expect(text).toContain('\u001b[32m    +       KmsKeyId: alias/my-key');
    expect(text).toContain('\u001b[33m? undetermined');
  });

  it('lets no control character of a template through to the terminal', () => {
    const text = pretty(
      results([
        finding({ source: `a\nb\nc\n${hostile}\t|`, message: hostile, logicalId: hostile, file: hostile }),
      ]),
      context,
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
});

describe('the frame', () => {
  const frameOf = (members: Partial<Finding>, columns = 80) =>
    pretty(results([finding(members)]), { ...context, columns })
      .split('\n')
      .filter((line) => line.includes('│'));

  it('is left out where there is no such line', () => {
    expect(frameOf({})).toEqual([]);
    expect(frameOf({ source: 'one line', line: 4 })).toEqual([]);
  });

  it('cuts a long line around the place', () => {
    const line = `${'x'.repeat(200)}"Properties"${'y'.repeat(200)}`;
    const shown = frameOf({ source: `${line}\nnext\n`, line: 1, endLine: 1, column: 201, endColumn: 213 });
    expect(shown).toEqual([
      `  ▸ 1 │ …${'x'.repeat(24)}"Properties"${'y'.repeat(35)}…`,
      `      │ ${' '.repeat(25)}^^^^^^^^^^^^`,
    ]);
  });

  it.each([
    ['no end', { endColumn: undefined }, '^'],
    ['an end on another line', { endLine: 6, endColumn: 2 }, '^^^^^^^^^^^'],
    ['an end before its beginning', { endColumn: 2 }, '^'],
  ])('marks a place with %s', (_name, members, marks) => {
    expect(frameOf({ source, ...members })[3]).toBe(`      │     ${marks}`);
  });

  it.each([
    ['characters of two columns', '説明: 終点設定', 5, 9, '      ^^^^^^^^'],
    ['a tab', '\tkey: value', 2, 5, ' ^^^'],
    ['a character of several code points', '"👩‍👩‍👧": key', 13, 16, '      ^^^'],
  ])('marks the place below its text: %s', (_name, line, column, endColumn, marks) => {
    const shown = frameOf({ source: line, line: 1, endLine: 1, column, endColumn });
    expect(shown[1]).toBe(`      │ ${marks}`);
  });

  it('cuts by columns', () => {
    const [line = ''] = frameOf({ source: '設'.repeat(100), line: 1, endLine: 1, column: 1, endColumn: 2 });
    expect(line).toBe(`  ▸ 1 │ ${'設'.repeat(35)}…`);
  });

  it('is drawn at the end of a text as well', () => {
    expect(frameOf({ source: 'a\r\nb\r\nc\r\n    Properties:' })).toEqual([
      '    2 │ b',
      '    3 │ c',
      '  ▸ 4 │     Properties:',
      '      │     ^^^^^^^^^^',
    ]);
  });
});

describe('the change', () => {
  const shownFor = (members: Partial<Finding>) =>
    pretty(results([finding(members)]), context)
      .split('\n')
      .filter((line) => /^ {4}[-+ ] /.test(line) && !line.includes('│'));

  it('is the one of the template where the key can be written into it', () => {
    const source = 'Resources:\n  Config:\n    Type: T\n    Properties:\n      Tags: []\n';
    const edit = { offset: source.indexOf('      Tags'), length: 0, text: '      KmsKeyId: alias/my-key\n' };
    expect(shownFor({ source, edit })).toEqual([
      '          Properties:',
      '    +       KmsKeyId: alias/my-key',
      '            Tags: []',
    ]);
  });

  it('is the lines of the remediation otherwise', () => {
    expect(shownFor({})).toEqual([
      '      Resources:',
      '        Config:',
      '          Properties:',
      '    +       KmsKeyId: alias/my-key  # a key ID',
    ]);
  });

  it('is nothing where there is nothing to add', () => {
    expect(shownFor({ steps: { words: 'Pass Key.', additions: [], lines: [] } })).toEqual([]);
  });
});
