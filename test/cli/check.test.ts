import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { check, checkJson, diagnostics, folderWith, places, template } from './check-support.js';

const bad = template();
const good = template('KmsKeyId: alias/a');
const open = template('KmsKeyId: !ImportValue key');

describe('exit codes', () => {
  it.each([
    ['all is well', { 'a.yaml': good }, [], 0],
    ['something is non-compliant', { 'a.yaml': bad, 'b.yaml': good }, [], 1],
    ['something is undetermined', { 'a.yaml': open }, [], 0],
    ['something is undetermined, strictly', { 'a.yaml': open }, ['--strict'], 1],
    ['the policy asks for certainty', { 'a.yaml': open, 'kms-guard.yaml': 'undetermined: fail\n' }, [], 1],
    ['a file is broken, and another non-compliant', { 'a.yaml': bad, 'b.yaml': `${bad}  X: [` }, [], 2],
  ] as const)('%s', async (_name, files, argv, code) => {
    expect((await check(['.', ...argv], folderWith(files))).code).toBe(code);
  });
});

describe('a call that cannot be used', () => {
  it.each([
    [[], 'check needs a PATH: a template, a folder, a glob, or - for standard input'],
    [[''], 'a PATH is empty: for the working folder give .'],
    [
      ['a.yaml', '--format', 'sarfi'],
      'must be one of pretty, json, sarif, junit, github, not "sarfi": did you mean sarif?',
    ],
    [['a.yaml', '--stric'], 'unknown option --stric: did you mean --strict?'],
    [['a.yaml', '--account', '12'], '--account must be an account id of 12 digits, not "12"'],
    [['a.yaml', '--region', 'Frankfurt'], '--region must be a region such as eu-west-1, not "Frankfurt"'],
    [
      ['a.yaml', '--policy', 'none.yaml'],
      'the policy none.yaml cannot be read: there is no such file or folder',
    ],
    [
      ['a.yaml', '--policy', 'wrong.yaml'],
      'The policy in wrong.yaml cannot be used: keyPolcy: there is no such member; did you mean keyPolicy? (`kms-guard policy wrong.yaml` shows the places)',
    ],
    [
      ['a.yaml', '--output', 'no/such/folder.json'],
      '--output no/such/folder.json cannot be written: there is no such file or folder',
    ],
    [['a.yaml', '--parameter', 'Stage'], '--parameter takes Key=Value, not "Stage"'],
    [['a.yaml', '--parameter', 'Stag=prod'], 'no template declares the parameter Stag: did you mean Stage?'],
    [['b.yaml', '--parameter', 'Stage=prod'], 'no template declares the parameter Stage'],
  ])('%j', async (argv, message) => {
    const cwd = folderWith({
      'a.yaml': template('KmsKeyId: alias/a', { head: 'Parameters: {Stage: {Type: String}}' }),
      'b.yaml': good,
      'wrong.yaml': 'keyPolcy: present\n',
    });
    const ran = await check(argv, cwd);
    expect(ran.code).toBe(2);
    expect(ran.stdout).toBe('');
    expect(ran.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(ran.stderr).toContain(message);
  });
});

it('calls a failure of its own by its name, not the input’s', async () => {
  const stdin = Object.assign(Readable.from([]), {
    [Symbol.asyncIterator]: () => {
      throw new Error('the stream is broken');
    },
  });
  const ran = await check(['-'], '/', { stdin });
  expect(ran).toEqual({ code: 3, stdout: '', stderr: 'kms-guard: internal error: the stream is broken\n' });
});

describe('options', () => {
  it('--output writes the report there, and the pretty one to stdout', async () => {
    const cwd = folderWith({ 'a.yaml': bad });
    const ran = await check(['a.yaml', '--format', 'json', '--output', 'report.json'], cwd, {
      stdout: { write: () => undefined, isTTY: true },
    });
    const written = readFileSync(join(cwd, 'report.json'), 'utf8');
    expect(JSON.parse(written)).toMatchObject({ summary: { nonCompliant: 1 } });
    expect(ran.code).toBe(1);
    const again = await check(['a.yaml', '--output', 'report.txt'], cwd);
    expect(again.stdout).toContain('✖ non-compliant  Config  a.yaml:4:5');
    expect(readFileSync(join(cwd, 'report.txt'), 'utf8')).toBe(again.stdout);
  });

  it('--policy names a policy; without it the nearest one in the repository counts', async () => {
    const cwd = folderWith({
      '.git/HEAD': '',
      'kms-guard.yaml': 'keyPolicy: wellFormed\n',
      'strict.yaml': Buffer.from('\ufefflocalStorage: require\n'),
      'deep/er/a.yaml': template('KmsKeyId: nonsense!'),
    });
    expect(places(await checkJson(['a.yaml'], join(cwd, 'deep/er')))).toEqual([
      'a.yaml:5:7 Config nonCompliant keyMalformed',
    ]);
    expect(places(await checkJson(['deep/er/a.yaml', '--policy', 'strict.yaml'], cwd))).toEqual([
      'deep/er/a.yaml:5:7 Config compliant keyPresent',
    ]);
    const reportOf = async (argv: string[], from: string) =>
      JSON.parse((await checkJson(argv, from)).stdout) as object;
    expect(await reportOf(['a.yaml'], join(cwd, 'deep/er'))).toMatchObject({
      policy: '../../kms-guard.yaml',
    });
    expect(await reportOf(['deep', '--policy', 'strict.yaml'], cwd)).toMatchObject({ policy: 'strict.yaml' });
    expect(await reportOf(['a.yaml'], folderWith({ 'a.yaml': good }))).toMatchObject({ policy: null });
  });

  it('a policy that another user can have written makes the call unusable', async () => {
    const cwd = folderWith({ 'a.yaml': bad, 'kms-guard.yaml': 'localStorage: exempt\n' });
    chmodSync(cwd, 0o1777);
    const { code, stdout, stderr } = await check(['a.yaml'], cwd);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^kms-guard: The policy in .*kms-guard\.yaml cannot be used: .*--policy/);
    expect((await check(['a.yaml', '--policy', 'kms-guard.yaml'], cwd)).code).toBe(1);
  });

  it('--region and --account are what the pseudo parameters are, and what exemptions are held against', async () => {
    const conditions =
      'Conditions: {Here: !Equals [!Ref AWS::Region, eu-west-1], Us: !Equals [!Ref AWS::AccountId, "111122223333"]}';
    const text = template("KmsKeyId: !If [Here, alias/a, !If [Us, alias/b, '']]", { head: conditions });
    const cwd = folderWith({
      'a.yaml': text,
      'p.yaml': 'exemptions: [{region: us-*, reason: r, expires: 2030-01-01}]\n',
    });
    const verdictOf = async (...argv: string[]) =>
      (await checkJson(['a.yaml', ...argv], cwd)).results[0]?.verdict;
    expect(await verdictOf()).toBe('undetermined');
    expect(await verdictOf('--region', 'eu-west-1')).toBe('compliant');
    expect(await verdictOf('--region', 'us-east-1', '--account', '999999999999')).toBe('nonCompliant');
    expect(await verdictOf('--region', 'us-east-1', '--account', '111122223333')).toBe('compliant');
    expect(await verdictOf('--region', 'us-east-1', '--account', '999999999999', '--policy', 'p.yaml')).toBe(
      'exempt',
    );
  });
});

describe('the terminal', () => {
  const terminal = () => {
    const written = { text: '' };
    return { written, sink: { write: (text: string) => (written.text += text), isTTY: true, columns: 80 } };
  };

  it.each([
    ['colors', {}, true],
    ['no colors where NO_COLOR is set', { NO_COLOR: '1' }, false],
  ])('gets %s', async (_name, env, colored) => {
    const { written, sink } = terminal();
    await check(['a.yaml'], folderWith({ 'a.yaml': bad }), { stdout: sink, env });
    expect(written.text.includes('\u001b[31m')).toBe(colored);
  });

  it('gets none in a file', async () => {
    const { sink } = terminal();
    const cwd = folderWith({ 'a.yaml': bad });
    await check(['a.yaml', '--output', 'out.txt'], cwd, { stdout: sink });
    expect(readFileSync(join(cwd, 'out.txt'), 'utf8')).not.toContain('\u001b');
  });

  it('is told of a trouble once, with its place, and the report counts it', async () => {
    const cwd = folderWith({ 'a.yaml': good, 'broken.yaml': 'Resources:\n  A: [\n' });
    const { written, sink } = terminal();
    const outside = { stderr: { ...sink, columns: 60 }, env: { NO_COLOR: '1' } };
    const ran = await check(['a.yaml', 'broken.yaml'], cwd, outside);
    expect(written.text).toBe(
      `error: broken.yaml:3:1: The template is not valid YAML: Flow
sequence in block collection must be sufficiently indented
and end with a ]

    1 │ Resources:
  ▸ 2 │   A: [
      │       ^

`,
    );
    expect(ran.stdout).toBe('✖ 1 not judged, 1 compliant in 2 files\n');
  });

  it.each([
    [['--format', 'github'], [], 'error file=broken.yaml,line=2'],
    [['--format', 'json'], ['error: broken.yaml:2:7: '], '"file": "broken.yaml"'],
    [['--output', 'report.txt'], ['error: broken.yaml:2:7: '], '✖ 1 not judged in 1 file'],
  ])('and the report that is read by programs has it too: %j', async (argv, said, reported) => {
    const cwd = folderWith({ 'broken.yaml': 'Resources:\n  A: [}\n' });
    const ran = await check(['broken.yaml', ...argv], cwd);
    expect(ran.code).toBe(2);
    expect(diagnostics(ran).map((line) => line.slice(0, 24))).toEqual(said);
    expect(ran.stdout).toContain(reported);
    if (argv.includes('report.txt')) {
      expect(readFileSync(join(cwd, 'report.txt'), 'utf8')).toContain(
        '✖ cannot be judged  broken.yaml:2:7\n',
      );
    }
  });

  it('makes the same report on every run', async () => {
    const cwd = folderWith({ 'b.yaml': bad, 'a.yaml': open, 'c/d.yaml': good, 'z.yaml': `${bad}  X: [` });
    const runs = await Promise.all([check(['.'], cwd), check(['c', 'z.yaml', 'b.yaml', 'a.yaml'], cwd)]);
    expect(runs[0]).toEqual(runs[1]);
  });
});

it('names files by their path from the root of the repository, wherever it runs, where platforms show them', async () => {
  const cwd = folderWith({ '.git/HEAD': '', 'stacks/ml/a.yaml': bad, 'other/b.yaml': bad });
  const argv = ['a.yaml', '../../other/b.yaml', '--format'];
  const { stdout } = await check([...argv, 'sarif'], join(cwd, 'stacks/ml'));
  expect(stdout.match(/"uri": ".*"/g)).toEqual([
    '"uri": "other/b.yaml"',
    '"uri": "other/b.yaml"',
    '"uri": "stacks/ml/a.yaml"',
    '"uri": "stacks/ml/a.yaml"',
  ]);
  const annotations = await check([...argv, 'github'], join(cwd, 'stacks/ml'));
  expect(annotations.stdout.match(/file=[^,]*/g)).toEqual(['file=other/b.yaml', 'file=stacks/ml/a.yaml']);
});

it('reports a result for every configuration, in the form that is promised', async () => {
  const { results, summary, stdout } = await checkJson(['a.yaml'], folderWith({ 'a.yaml': bad }));
  expect(Object.keys(JSON.parse(stdout))).toEqual(['results', 'summary', 'errors', 'policy']);
  expect(Object.keys(results[0] ?? {}).slice(0, 8)).toEqual([
    ...['file', 'line', 'column', 'logicalId', 'verdict', 'reason', 'message', 'remediation'],
  ]);
  expect(summary).toEqual({ compliant: 0, nonCompliant: 1, exempt: 0, undetermined: 0, notApplicable: 0 });
});
