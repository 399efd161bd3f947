/** What lies beside templates in the repositories that people have: nothing of it is judged, and nothing is an error. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { rule } from '../../src/decision/index.js';
import { mayDeclare } from '../../src/template/index.js';
import { check, diagnostics, folderWith, template } from './check-support.js';

const root = 'test/templates/passedOver';
const kinds = readdirSync(root).map((kind) => [kind, readdirSync(join(root, kind))] as const);

describe.each(kinds)('%s', (kind, names) => {
  const folder = join(root, kind);
  const text = (name: string) => readFileSync(join(folder, name), 'utf8');

  it('has three files at least, which mention the type', () => {
    expect(names.length).toBeGreaterThanOrEqual(3);
    expect(names.filter((name) => !mayDeclare(text(name), rule.resourceType))).toEqual([]);
  });

  it.each([
    ['in a folder', [folder]],
    ['by a glob', [`${folder}/**/*`]],
    ['among templates only', ['--only-templates', ...names.map((name) => join(folder, name))]],
  ])('is passed over %s', async (_how, argv) => {
    expect(await check(argv, process.cwd())).toEqual({
      code: 0,
      stdout: `✔ no endpoint configuration in ${names.length} files\n`,
      stderr: '',
    });
  });

  it.each(names)('is an error where somebody names it: %s', async (name) => {
    const { code, stderr } = await check([join(folder, name)], process.cwd());
    expect(code).toBe(2);
    expect(stderr).toContain(`error: ${folder}/${name}:`);
    expect(stderr).toMatch(
      /it has no Resources|its top level is not a map|not valid (YAML|JSON)|template engine/,
    );
  });
});

describe('what is meant as a template and cannot be read', () => {
  const bad = template();
  it.each([
    ['YAML', 'a.yaml', `${bad}  Other: [\n`],
    ['YAML that is indented as a whole', 'a.yaml', `${bad}Other: [\n`.replaceAll(/^/gm, '  ')],
    ['YAML behind a comment', 'a.yaml', `# endpoint\n---\n${bad}  Other: [\n`],
    ['a version, and no type that can be read', 'a.yaml', 'AWSTemplateFormatVersion: x\nEndpointConfig: [\n'],
    ['two documents', 'a.yaml', `${bad}---\n${bad}`],
    ['JSON', 'a.json', '{"Resources": {"C": {"Type": "AWS::SageMaker::EndpointConfig", }'],
    ['JSON in one line', 'a.json', '{"AWSTemplateFormatVersion": "2010-09-09", "EndpointConfig" {}}'],
    [
      'JSON behind a comment',
      'a.json',
      '// c\n{"Resources": {"C": {"Type": "AWS::SageMaker::EndpointConfig"}}}',
    ],
    [
      'JSON that begins with one',
      'a.json',
      '{ // c\n"Resources": {"C": {"Type": "AWS::SageMaker::EndpointConfig"}}}',
    ],
    ['no UTF-8', 'a.yaml', Buffer.from(`${bad}# caf\u00e9\n`, 'latin1')],
    ['braces in quotation marks on another line', 'a.yaml', `${bad}  Other: [\n# "{{ x }}"\n`],
  ])('is an error in a folder: %s', async (_name, file, content) => {
    const ran = await check(['.'], folderWith({ [file]: content }));
    expect(ran.code).toBe(2);
    expect(diagnostics(ran)).toEqual([expect.stringContaining(`error: ${file}:`)]);
  });

  it.each([
    [
      'Jinja',
      `${bad.replace('Properties:', 'Properties:\n{% if key %}\n      KmsKeyId: x\n{% endif %}')}`,
      5,
    ],
    ['Go', bad.replace('ml.m5.large', '{{ .Values.instance }}'), 6],
    ['Ansible', template('KmsKeyId: {{ kms_key }}'), 5],
    ['ERB', `<%= header %>\n${bad}`, 1],
  ])('is a warning where a template engine fills it in first: %s', async (_name, content, line) => {
    const ran = await check(['.'], folderWith({ 'a.yaml': content }));
    expect(ran).toEqual({
      code: 0,
      stdout: '✔ no endpoint configuration in 1 file\n',
      stderr: expect.stringMatching(
        new RegExp(
          `^warning: a\\.yaml:${line}:\\d+: it was not judged: a template engine fills in this line`,
        ),
      ),
    });
  });
});

describe('a file that was named', () => {
  it.each([
    ['serverless-framework/serverless.yml', 'run `serverless package`, and check .serverless/'],
    ['jinja/recipe.yaml', ':1:2: It cannot be read: a template engine fills in this line.'],
    ['package-json/package.json', 'skip files like this one with --only-templates'],
  ])('%s comes with advice', async (file, advice) => {
    expect((await check([join(root, file)], process.cwd())).stderr).toContain(advice);
  });

  it.each(['', '\n \n', '\ufeff'])('is called empty where it is: %j', async (content) => {
    const ran = await check(['a.yaml'], folderWith({ 'a.yaml': content }));
    expect(ran).toMatchObject({ code: 2, stderr: 'error: a.yaml: The template is empty\n' });
  });
});

it('passes over what is too large for a template, or no text, in a folder', async () => {
  const cwd = folderWith({
    'data.json': Buffer.alloc(9 * 1024 * 1024, '"EndpointConfig" '),
    'bytes.yaml': Buffer.from([0x52, 0xff, 0xff, 0x00]),
  });
  expect(await check(['.'], cwd)).toMatchObject({ code: 0, stderr: '' });
  expect((await check(['data.json'], cwd)).stderr).toContain('it is larger than any template can be');
});

it('reads no more of standard input than a template can have', async () => {
  let chunks = 0;
  async function* endless() {
    for (; ; chunks++) yield Buffer.alloc(1024 * 1024, ' ');
  }
  const stdin = Readable.from(endless());
  const ran = await check(['-'], folderWith({}), { stdin });
  expect(ran).toMatchObject({
    code: 2,
    stderr: 'error: <stdin>: it is larger than any template can be (1 MB)\n',
  });
  expect(chunks).toBeLessThan(30);
});

it('has nothing to judge in the empty stack of a cloud assembly', async () => {
  const stack = (templateFile: string) => ({
    type: 'aws:cloudformation:stack',
    environment: 'aws://unknown-account/unknown-region',
    properties: { templateFile },
  });
  const cwd = folderWith({
    'cdk.out/manifest.json': JSON.stringify({
      version: '48.0.0',
      artifacts: { Empty: stack('Empty.template.json'), Broken: stack('Broken.template.json') },
    }),
    'cdk.out/Empty.template.json': '{"Parameters": {"EndpointConfig": {"Type": "String", "Default": "x"}}}',
    'cdk.out/Broken.template.json': '{"Resources": ',
  });
  const ran = await check(['cdk.out'], cwd);
  expect(ran.code).toBe(2);
  expect(diagnostics(ran)).toEqual([
    'error: cdk.out/Broken.template.json:1:15: The template is not valid JSON: value expected',
  ]);
});
