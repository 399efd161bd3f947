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

  Read more: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sagemaker-endpointconfig.html#cfn-sagemaker-endpointconfig-kmskeyid

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
      '  The verdict rests on the default of parameter Key: another value may change it.\n',
    );
    expect(text).toContain('  SageMaker will refuse it.\n');
    expect(text).toContain('  S/C, nested stack N in p.yaml, stack s, eu-west-1, 1\n');
    expect(text).toContain('in 1 stack\n');
  });

  it('names what could not be judged', () => {
    const problems = [
      { file: 'b.yaml', line: 3, column: 9, message: 'not valid' },
      { file: 'c.yaml', message: 'gone' },
    ];
    expect(pretty(results([], { problems, inspected: 2 }), context)).toBe(
      '✖ cannot be judged  b.yaml:3:9\n  not valid\n\n✖ cannot be judged  c.yaml\n  gone\n\n✖ 2 not judged in 2 files\n',
    );
  });

  it('breaks lines between words, at the width of the terminal', () => {
    const message = 'word '.repeat(60) + 'x'.repeat(100);
    const lines = pretty(results([finding({ message, source })]), { ...context, columns: 40 }).split('\n');
    const prose = lines.filter((line) => line.startsWith('  word'));
    expect(prose.length).toBe(6);
    expect(prose.every((line) => line.length <= 60)).toBe(true);
    expect(pretty(results([finding({ message })]), { ...context, columns: undefined })).toContain('  word');
  });

  it('colours on a terminal', () => {
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
      `  ▸ 1 │ …${'x'.repeat(23)}"Properties"${'y'.repeat(35)}…`,
      `      │ ${' '.repeat(24)}^^^^^^^^^^^^`,
    ]);
  });

  it.each([
    ['no end', { endColumn: undefined }, '^'],
    ['an end on another line', { endLine: 6, endColumn: 2 }, '^^^^^^^^^^^'],
    ['an end before its beginning', { endColumn: 2 }, '^'],
  ])('marks a place with %s', (_name, members, marks) => {
    expect(frameOf({ source, ...members })[3]).toBe(`      │     ${marks}`);
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
