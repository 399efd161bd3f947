import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { applyPatch } from 'diff';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { command } from '../../../src/cli/commands/check.js';
import { replaceFile } from '../../../src/cli/fix/write.js';
import { now } from '../../check/fix/support.js';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'fix-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const plain = 'Resources:\n  Config:\n    Type: AWS::SageMaker::EndpointConfig\n    Properties: {} # none\n';
const number = plain.replace('{}', '{KmsKeyId: 1}');
const file = (name: string) => join(cwd, name);
const contents = (name: string) => readFileSync(file(name), 'utf8');

async function check(argv: readonly string[], { stdin = '', isTTY = false, env = {} } = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await command.run(argv, {
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout: { write: (text: string) => out.push(text), isTTY },
    stderr: { write: (text: string) => err.push(text) },
    env,
    cwd,
    now: () => now,
  });
  return { code, out: out.join(''), err: err.join('') };
}

describe('check --fix', () => {
  test('shows a diff that can be applied, and writes nothing', async () => {
    writeFileSync(file('a.yaml'), plain);
    const { code, out, err } = await check(['a.yaml', '--fix']);
    expect(code).toBe(1);
    expect(contents('a.yaml')).toBe(plain);
    expect(out).toMatch(/^--- a\/a\.yaml\n\+\+\+ b\/a\.yaml\n@@/);
    expect(applyPatch(plain, out)).toContain('Properties: {KmsKeyId: !Ref EndpointKmsKeyId} # none');
    expect(err).toBe('a.yaml: Config can be fixed as shown: add --write to do it\n');
  });

  test('shows a diff of a file that is named from the root, which git applies there', async () => {
    writeFileSync(file('a.yaml'), plain);
    const { out } = await check([file('a.yaml'), '--fix']);
    const path = file('a.yaml').slice(1);
    expect(out.split('\n').slice(0, 2)).toEqual([`--- a/${path}`, `+++ b/${path}`]);
  });

  test('writes with --write, once', async () => {
    writeFileSync(file('a.yaml'), plain);
    writeFileSync(file('b.json'), '{"Resources":{}}');
    const first = await check(['.', '--fix', '--write']);
    expect(first.code).toBe(0);
    expect(first.err).toBe(
      'a.yaml: Config fixed\na.yaml: the next deployment must pass the parameter EndpointKmsKeyId\n',
    );
    expect(contents('a.yaml')).toContain('!Ref EndpointKmsKeyId');
    expect(await check(['.', '--fix', '--write'])).toEqual({
      code: 0,
      out: '',
      err: 'There is nothing to fix.\n',
    });
    expect((await check(['.'])).code).toBe(0);
    expect(readdirSync(cwd).sort()).toEqual(['a.yaml', 'b.json']);
  });

  test('writes a file once where a link leads to it too', async () => {
    writeFileSync(file('a.yaml'), plain);
    symlinkSync('a.yaml', file('link.yaml'));
    const { code, err } = await check(['.', '--fix', '--write', '--key', 'alias/a']);
    expect({ code, err }).toEqual({ code: 0, err: 'a.yaml: Config fixed\nlink.yaml: Config fixed\n' });
    expect(contents('a.yaml')).toContain('{KmsKeyId: alias/a}');
  });

  test('names what is left alone, with its line', async () => {
    writeFileSync(file('a.yaml'), number);
    const { code, out, err } = await check(['a.yaml', '--fix', '--write', '--key', 'alias/a']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^a\.yaml:4: Config is left alone: its KmsKeyId is not a string/);
    expect(contents('a.yaml')).toBe(number);
  });

  test('knows the parameters of the call', async () => {
    const text = `Parameters: {Zone: {Type: String}, Key: {Type: String}}\n${plain}`;
    writeFileSync(file('a.yaml'), text);
    const known = await check(['a.yaml', '--fix', '--key', '!Ref Key', '--parameter', 'Key=alias/a']);
    expect(known.out).toContain('+    Properties: {KmsKeyId: !Ref Key} # none');
    const unknown = await check(['a.yaml', '--fix', '--key', '!Ref Key']);
    expect(unknown.err).toMatch(
      /with this key it is not certain to pass: .*the parameter Key, which has no known value/,
    );
  });

  test('takes standard input, for the diff alone', async () => {
    const { code, out, err } = await check(['-', '--fix', '--key', 'alias/a'], { stdin: plain });
    expect({ code, err }).toEqual({ code: 1, err: '<stdin>: Config can be fixed as shown\n' });
    expect(out).toContain('+    Properties: {KmsKeyId: alias/a} # none');
  });

  test('has colors on a terminal, unless NO_COLOR is set', async () => {
    writeFileSync(file('a.yaml'), plain);
    const colored = await check(['a.yaml', '--fix', '--key', 'alias/a'], { isTTY: true });
    const esc = String.fromCharCode(27);
    for (const code of ['[1m--- a', '[36m@@', '[31m-', '[32m+']) expect(colored.out).toContain(esc + code);
    const bare = await check(['a.yaml', '--fix', '--key', 'alias/a'], {
      isTTY: true,
      env: { NO_COLOR: '1' },
    });
    expect(bare.out).not.toContain(esc);
  });

  test('a file that is not in UTF-8 is not written', async () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(plain, 'utf16le')]);
    writeFileSync(file('a.yaml'), bytes);
    const { code, err } = await check(['a.yaml', '--fix', '--write']);
    expect(code).toBe(2);
    expect(err).toMatch(/^error: a\.yaml was not written: it is not in UTF-8/);
    expect(readFileSync(file('a.yaml')).equals(bytes)).toBe(true);
  });

  test('a nested stack gets a key that is named, but no parameter that nobody passes', async () => {
    const parent =
      'Resources:\n  Child:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: ./child.yaml\n';
    writeFileSync(file('parent.yaml'), parent);
    writeFileSync(file('child.yaml'), plain);
    const bare = await check(['parent.yaml', '--fix']);
    expect(bare).toMatchObject({ code: 1, out: '' });
    expect(bare.err).toMatch(
      /child\.yaml:4: Config is left alone: its stack is nested \(Child in parent\.yaml\)/,
    );
    expect(await check(['parent.yaml', 'child.yaml', '--fix'])).toEqual(bare);
    const named = await check(['parent.yaml', '--fix', '--key', 'alias/a', '--write']);
    expect(named.code).toBe(0);
    expect(contents('child.yaml')).toContain('KmsKeyId: alias/a');
  });

  test.each([
    ['the KMS key of its own', `${plain}  Own: {Type: AWS::KMS::Key}\n`, '', '!GetAtt Own.Arn'],
    ['a parameter of an earlier run', '', 'alias/a', '!Ref EndpointKmsKeyId'],
  ])('a nested stack gets %s', async (_what, text, passed, key) => {
    writeFileSync(file('child.yaml'), plain);
    await check(['child.yaml', '--fix', '--write']);
    if (text !== '') writeFileSync(file('child.yaml'), text);
    else
      writeFileSync(
        file('child.yaml'),
        contents('child.yaml').replace('{KmsKeyId: !Ref EndpointKmsKeyId}', '{}'),
      );
    const parameters = passed === '' ? '{}' : `{EndpointKmsKeyId: ${passed}}`;
    writeFileSync(
      file('parent.yaml'),
      `Resources:\n  Child:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: ./child.yaml, Parameters: ${parameters}}\n`,
    );
    expect(await check(['parent.yaml', '--fix', '--write'])).toMatchObject({ code: 0 });
    expect(contents('child.yaml')).toContain(`Properties: {KmsKeyId: ${key}}`);
  });

  test.each([
    ['the only one', ['prod']],
    ['one beside another in which the configuration does not exist', ['dev', 'prod']],
  ])('a nested stack is judged again with what its parent passes: %s', async (_what, stages) => {
    const stack = (stage: string) =>
      `  ${stage}:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: ./child.yaml\n      Parameters: {Stage: ${stage}}\n`;
    writeFileSync(file('parent.yaml'), `Resources:\n${stages.map(stack).join('')}`);
    const head =
      'Parameters: {Stage: {Type: String, Default: dev}}\nConditions: {Prod: !Equals [!Ref Stage, prod]}\n';
    writeFileSync(
      file('child.yaml'),
      head + plain.replace('    Properties', '    Condition: Prod\n    Properties'),
    );
    const { code, err } = await check(['.', '--fix', '--key', 'alias/a', '--write']);
    expect({ code, err }).toEqual({ code: 0, err: 'child.yaml: Config fixed\n' });
    expect(contents('child.yaml')).toContain('Properties: {KmsKeyId: alias/a}');
  });

  test('a template that needs no key in another stack is left alone', async () => {
    const nested = (id: string, type: string) =>
      `  ${id}:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: ./child.yaml\n      Parameters: {Instance: ${type}}\n`;
    writeFileSync(
      file('parent.yaml'),
      `Resources:\n${nested('A', 'ml.m5.large')}${nested('B', 'ml.g5.xlarge')}`,
    );
    writeFileSync(
      file('child.yaml'),
      `Parameters: {Instance: {Type: String}}\n${plain.replace('{}', '{ProductionVariants: [{InstanceType: !Ref Instance}]}')}`,
    );
    writeFileSync(file('kms-guard.yaml'), 'localStorage: exempt');
    const { code, out, err } = await check(['parent.yaml', '--fix', '--key', 'alias/a']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(
      /Config is left alone: as nested stack B in parent\.yaml it needs no key \(exempt\)\n$/,
    );
  });

  test.each([
    ['deployed by itself', []],
    ['as the stack ml', ['--stack-name', 'ml']],
  ])('a template that needs no key %s is left alone', async (where, argv) => {
    const parent =
      'Resources: {A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./child.yaml, Parameters: {Instance: ml.m5.large}}}}\n';
    writeFileSync(file('parent.yaml'), parent);
    writeFileSync(
      file('child.yaml'),
      `Parameters: {Instance: {Type: String, Default: ml.g5.xlarge}}\n${plain.replace('{}', '{ProductionVariants: [{InstanceType: !Ref Instance}]}')}`,
    );
    writeFileSync(file('kms-guard.yaml'), 'localStorage: exempt');
    const { code, err } = await check(['parent.yaml', 'child.yaml', '--fix', '--key', 'alias/a', ...argv]);
    expect({ code, err }).toEqual({
      code: 1,
      err: `child.yaml:5: Config is left alone: ${where} it needs no key (exempt)\n`,
    });
  });
});

describe('replacing a file', () => {
  test('keeps its mode, and a link to it', () => {
    writeFileSync(file('a.yaml'), 'a');
    chmodSync(file('a.yaml'), 0o640);
    symlinkSync('a.yaml', file('link.yaml'));
    replaceFile(file('link.yaml'), 'a', 'b');
    expect(contents('a.yaml')).toBe('b');
    expect(statSync(file('a.yaml')).mode & 0o777).toBe(0o640);
    expect(lstatSync(file('link.yaml')).isSymbolicLink()).toBe(true);
    expect(readdirSync(cwd).sort()).toEqual(['a.yaml', 'link.yaml']);
  });

  test('is refused where the file has changed', () => {
    writeFileSync(file('a.yaml'), 'c');
    expect(() => replaceFile(file('a.yaml'), 'a', 'b')).toThrow(/changed in the meantime/);
    expect(contents('a.yaml')).toBe('c');
  });

  test('leaves nothing behind where it fails', () => {
    const name = `${'x'.repeat(240)}.yaml`;
    writeFileSync(file(name), 'a');
    // The name of the file beside it would be longer than a name can be.
    expect(() => replaceFile(file(name), 'a', 'b')).toThrow(/ENAMETOOLONG/);
    expect(readdirSync(cwd)).toEqual([name]);
    expect(contents(name)).toBe('a');
  });
});
