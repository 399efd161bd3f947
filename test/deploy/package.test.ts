import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inlineCodeLimit, packageTemplate, templateLimit } from '../../scripts/package.mjs';
import { changesOfTheFunction, root, source } from './sam-template.js';

interface Packaged {
  readonly Transform?: unknown;
  readonly Parameters: Readonly<Record<string, { readonly MaxLength?: number }>>;
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: unknown }>>;
}

const folder = mkdtempSync(join(tmpdir(), 'kms-guard-package-'));
const bundle = join(root, 'dist/lambda/index.js');
const output = join(folder, 'guard.template.json');
afterAll(() => rmSync(folder, { recursive: true }));

let text = '';
let inline = '';

beforeAll(() => {
  const script = join(root, 'scripts/package.mjs');
  const said = execFileSync(process.execPath, [script, bundle, output], { encoding: 'utf8' });
  text = readFileSync(output, 'utf8');
  expect(said).toBe(`${output}: ${Buffer.byteLength(text)} bytes\n`);
  inline = codeOf(JSON.parse(text) as Packaged);
});

function codeOf({ Resources }: Packaged): string {
  const properties = Resources.GuardFunction?.Properties as { Code: { ZipFile: string } } | undefined;
  return properties?.Code.ZipFile ?? '';
}

function versionOf(templateText: string): string[] {
  const { Resources } = JSON.parse(templateText) as Packaged;
  return Object.keys(Resources).filter((id) => Resources[id]?.Type === 'AWS::Lambda::Version');
}

/** Every event of events/ through a file, in a process of its own. */
function answersOf(file: string): Record<string, { hookStatus: string }> {
  const answers = join(folder, 'answers.json');
  const play = join(root, 'test/integration/play.mjs');
  execFileSync(process.execPath, [play, file, join(root, 'events'), answers], { stdio: 'pipe' });
  return JSON.parse(readFileSync(answers, 'utf8')).answers;
}

describe('the packaged template', () => {
  it('needs no transform and no bucket', () => {
    expect(JSON.parse(text)).not.toHaveProperty('Transform');
    expect(text).not.toContain('AWS::Serverless');
    expect(text).not.toMatch(/"S3(Bucket|Key)"|"CodeUri"/);
  });

  it('is below the limits of CloudFormation, in characters that its API can say', () => {
    expect(Buffer.byteLength(text)).toBeLessThan(templateLimit);
    expect(Buffer.byteLength(inline)).toBeLessThan(inlineCodeLimit);
    expect(inline).toMatch(/^[\t\n\r\x20-\x7e]+$/);
  });

  it('holds code that answers every event as the bundle does', () => {
    mkdirSync(join(folder, 'task'));
    const file = join(folder, 'task', 'index.js');
    writeFileSync(file, inline);
    const answers = answersOf(file);
    expect(answers['resource-create.fail']?.hookStatus).toBe('FAILED');
    expect(answers['resource-create.pass']?.hookStatus).toBe('SUCCESS');
    expect(answers).toEqual(answersOf(bundle));
  });

  it('publishes no other version where nothing changes', () => {
    const [version, ...others] = versionOf(text);
    expect(version).toMatch(/^GuardFunctionVersion[0-9a-f]{10}$/);
    expect(others).toEqual([]);
    expect(versionOf(packageTemplate(source, readFileSync(bundle, 'utf8')))).toEqual([version]);
  });

  it.each(changesOfTheFunction)('publishes another version when %s changes', (_, line, changed) => {
    const other = source.replace(line, changed);
    expect(other).not.toBe(source);
    expect(versionOf(packageTemplate(other, inline))).not.toEqual(versionOf(text));
  });

  it('publishes another version when the code changes', () => {
    expect(versionOf(packageTemplate(source, `${inline};`))).not.toEqual(versionOf(text));
  });

  it('publishes another version when the policy’s parameter changes, whose text fits into the description', () => {
    const { Parameters, Resources } = JSON.parse(text) as Packaged;
    const [version = ''] = versionOf(text);
    const policy = { 'Fn::If': ['PolicyInS3', { Ref: 'PolicyLocation' }, { Ref: 'Policy' }] };
    expect(Resources[version]).toMatchObject({
      UpdateReplacePolicy: 'Retain',
      Properties: { Description: { 'Fn::Join': [' ', [{ Ref: 'Architecture' }, policy]] } },
    });
    for (const name of ['Policy', 'PolicyLocation']) {
      expect('x86_64 '.length + (Parameters[name]?.MaxLength ?? 0)).toBe(256);
    }
  });
});

describe('what cannot be packaged', () => {
  const withLine = (line: string, added: string) => source.replace(line, `${line}\n${added}`);
  const handler = '      Handler: handler.handler';

  it.each([
    ['a property of SAM’s function', withLine(handler, '      Tracing: Active'), /GuardFunction has Tracing/],
    [
      'another handler',
      source.replace('handler.handler', 'other.handler'),
      /Handler must be handler.handler, but is/,
    ],
    [
      'another alias',
      source.replace('AutoPublishAlias: live', 'AutoPublishAlias: on'),
      /AutoPublishAlias must be live, but is/,
    ],
    [
      'versions that not every property makes',
      source.replace('AutoPublishAliasAllProperties: true', 'AutoPublishAliasAllProperties: false'),
      /AutoPublishAliasAllProperties must be true, but is/,
    ],
    [
      'an attribute',
      withLine('    Type: AWS::Serverless::Function', '    DependsOn: GuardRole'),
      /has DependsOn/,
    ],
    [
      'a hook of the deployment',
      withLine('      DeploymentPreference:', '        Hooks: {}'),
      /DeploymentPreference has Hooks/,
    ],
    ['globals', `${source}\nGlobals: {}\n`, /The template has Globals/],
    [
      'another transform',
      source.replace('Serverless-2016', 'Serverless-2026'),
      /Transform must be AWS::Serverless-2016-10-31, but is/,
    ],
    [
      'another type of SAM’s',
      withLine('\nResources:', '  Api: { Type: AWS::Serverless::Api }'),
      /must have exactly one resource of SAM, an AWS::Serverless::Function, but has AWS::Serverless::Api/,
    ],
    [
      'another reference into the function',
      source.replace('Value: !Ref GuardFunction.Alias', 'Value: !Ref GuardFunction.Version'),
      /A Ref has GuardFunction.Version/,
    ],
    [
      'another attribute of the version',
      source.replaceAll('!GetAtt GuardFunction.Version.Version', '!GetAtt GuardFunction.Version.FunctionArn'),
      /A Fn::GetAtt has GuardFunction.Version.FunctionArn/,
    ],
    [
      'that reference in a text',
      source.replace('Value: !Ref GuardFunction.Alias', 'Value: !Sub "${GuardFunction.Alias}"'),
      /A Fn::Sub has GuardFunction.Alias/,
    ],
    ['a YAML alias', withLine('Outputs:', '  A: &a {}\n  B: *a'), /YAML alias \(a\)/],
    ['what is not YAML', `${source}\n  - [`, /line \d+/],
  ])('%s', (_, changed, message) => {
    expect(changed).not.toBe(source);
    expect(() => packageTemplate(changed, 'code')).toThrow(message);
  });

  it.each([
    ['a character outside ASCII', '"é"', /character U\+00e9/],
    ['white space that XML has not', '"\f"', /character U\+000c/],
    ['a control character behind a backslash', '"\\\u0002"', /character U\+0002/],
    ['code beyond the limit of inline code', ' '.repeat(inlineCodeLimit + 1), /The bundle has 4194305 bytes/],
    ['code beyond the limit of templates', ' '.repeat(templateLimit), /The template has \d+ bytes/],
  ])('%s', (_, code, message) => {
    expect(() => packageTemplate(source, code)).toThrow(message);
  });

  it('but a control character in a literal is escaped', () => {
    expect(codeOf(JSON.parse(packageTemplate(source, '"\u0002"')) as Packaged)).toBe('"\\x02"');
  });
});
