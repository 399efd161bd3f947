import { mkdirSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { check, checkJson, diagnostics, folderWith, places, template } from './check-support.js';

const bad = template();
const good = template('KmsKeyId: alias/a');

describe('inputs', () => {
  it('takes files, folders all the way down, and each file once', async () => {
    const cwd = folderWith({
      'a.yaml': bad,
      'sub/b.yml': good,
      'sub/deeper/c.json': JSON.stringify({
        Resources: { C: { Type: 'AWS::SageMaker::EndpointConfig', Properties: {} } },
      }),
      'sub/d.template': bad,
      'sub/e.txt': bad,
      'node_modules/x/f.yaml': bad,
      '.git/g.yaml': bad,
      'sub/.hidden.yaml': bad,
    });
    const expected = [
      'a.yaml:4:5 Config nonCompliant keyAbsent',
      'sub/b.yml:5:7 Config compliant keyPresent',
      'sub/d.template:4:5 Config nonCompliant keyAbsent',
      'sub/deeper/c.json:1:60 C nonCompliant keyAbsent',
    ];
    expect(places(await checkJson(['.'], cwd))).toEqual(expected);
    expect(places(await checkJson(['sub', './a.yaml', 'a.yaml', 'sub/b.yml', 'sub'], cwd))).toEqual(expected);
    const absolute = await checkJson([join(cwd, 'a.yaml')], '/');
    expect(absolute.results.map(({ file }) => file)).toEqual([join(cwd, 'a.yaml')]);
  });

  it('takes a file of any name when it is named', async () => {
    const cwd = folderWith({ 'e.txt': bad });
    expect(places(await checkJson(['e.txt'], cwd))).toEqual(['e.txt:4:5 Config nonCompliant keyAbsent']);
  });

  it('takes globs, which no shell has expanded', async () => {
    const cwd = folderWith({
      'x/a.yaml': bad,
      'x/y/b.yaml': bad,
      'x/c.json': '{"name": "EndpointConfig"}',
      'x/d.md': bad,
    });
    const ran = await checkJson(['x/**/*'], cwd);
    expect(places(ran)).toEqual([
      'x/a.yaml:4:5 Config nonCompliant keyAbsent',
      'x/y/b.yaml:4:5 Config nonCompliant keyAbsent',
    ]);
    expect(places(await checkJson([`${cwd}/x/*.yaml`], '/')).length).toBe(1);
    const none = await checkJson(['z/*.yaml'], cwd);
    expect(none).toMatchObject({ code: 2, stderr: 'error: z/*.yaml: no file matches this pattern\n' });
  });

  it('takes standard input, beside files', async () => {
    const cwd = folderWith({ 'a.yaml': good });
    const ran = await checkJson(['-', 'a.yaml'], cwd, { stdin: Readable.from([Buffer.from(bad)]) });
    expect(places(ran)).toEqual([
      '<stdin>:4:5 Config nonCompliant keyAbsent',
      'a.yaml:5:7 Config compliant keyPresent',
    ]);
    const empty = await checkJson(['-'], cwd, { stdin: Readable.from([]) });
    expect(empty.code).toBe(2);
    expect(empty.errors[0]?.file).toBe('<stdin>');
  });

  it('follows links to files, and no links to folders', async () => {
    const cwd = folderWith({ 'real/a.yaml': bad });
    mkdirSync(join(cwd, 'links'));
    symlinkSync('../real/a.yaml', join(cwd, 'links/b.yaml'));
    symlinkSync('../links', join(cwd, 'links/circle'));
    symlinkSync('../nowhere.yaml', join(cwd, 'links/dangling.yaml'));
    expect(places(await checkJson(['links'], cwd))).toEqual([
      'links/b.yaml:4:5 Config nonCompliant keyAbsent',
    ]);
  });

  it.each([
    ['UTF-16, little endian', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(bad, 'utf16le')])],
    ['UTF-16, big endian', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(bad, 'utf16le').swap16()])],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${bad}`)],
    ['line ends of Windows', Buffer.from(bad.replaceAll('\n', '\r\n'))],
  ])('reads %s', async (_name, content) => {
    const cwd = folderWith({ 'a.yaml': content });
    expect(places(await checkJson(['a.yaml'], cwd))).toEqual(['a.yaml:4:5 Config nonCompliant keyAbsent']);
  });

  it('says so where there is nothing to look at', async () => {
    const cwd = folderWith({ 'readme.md': '' });
    const ran = await check(['.'], cwd);
    expect(ran).toEqual({
      code: 0,
      stdout: '✔ no endpoint configuration in 0 files\n',
      stderr: 'warning: there are no .yaml, .yml, .json or .template files here\n',
    });
  });
});

describe('bad input', () => {
  const broken = `${bad}  Other: [\n`;

  it('is reported file by file, and the others are judged', async () => {
    const cwd = folderWith({
      'a.yaml': bad,
      'broken.yaml': broken,
      'broken.json': '{"Resources": {"C": {"Type": "AWS::SageMaker::EndpointConfig", }',
      'none.yaml': 'kind: Deployment\n',
      'none.json': '{"Resources": []}',
      'bytes.yaml': Buffer.from([0x52, 0xff, 0xff, 0x00]),
    });
    const ran = await checkJson(
      [
        'a.yaml',
        'broken.yaml',
        'none.yaml',
        'missing.yaml',
        'a.yaml/b.yaml',
        'none.json',
        'broken.json',
        'bytes.yaml',
      ],
      cwd,
    );
    expect(ran.code).toBe(2);
    expect(places(ran)).toEqual(['a.yaml:4:5 Config nonCompliant keyAbsent']);
    expect(diagnostics(ran)).toEqual([
      'error: a.yaml/b.yaml: there is no such file or folder',
      'error: broken.json:1:64: The template is not valid JSON: property name expected',
      expect.stringMatching(/^error: broken\.yaml:8:1: The template is not valid YAML: /),
      'error: bytes.yaml: it is not text in UTF-8, nor in UTF-16 with a byte order mark',
      'error: missing.yaml: there is no such file or folder',
      expect.stringMatching(
        /^error: none\.json: The text is not a CloudFormation template: it has no Resources\. /,
      ),
      expect.stringMatching(
        /^error: none\.yaml: The text is not a CloudFormation template: it has no Resources\. /,
      ),
    ]);
    expect(ran.errors.map(({ file }) => file)).toEqual([
      'a.yaml/b.yaml',
      'broken.json',
      'broken.yaml',
      'bytes.yaml',
      'missing.yaml',
      'none.json',
      'none.yaml',
    ]);
  });

  it('is passed over in a folder, unless it was meant as a template', async () => {
    const cwd = folderWith({
      'deployment.yaml': 'kind: Deployment\nmetadata: {name: EndpointConfig}\n',
      'list.json': '["EndpointConfig"]',
      'chart.yaml': 'name: {{ .Values.EndpointConfig }}\n  - : ]\n',
      'bytes.json': Buffer.from([0x52, 0xff, 0xff, 0x00]),
      'broken.yaml': broken,
    });
    const ran = await checkJson(['.'], cwd);
    expect(ran.errors.map(({ file, line }) => `${file}:${line}`)).toEqual(['broken.yaml:8']);
    expect(ran.code).toBe(2);
  });

  it('is read whole where a small template is named, even one without the type', async () => {
    const cwd = folderWith({
      'a.yaml': 'Resources:\n  Bucket:\n    Type: AWS::S3::Bucket\n    Properties: {a: [}\n',
    });
    const ran = await checkJson(['a.yaml'], cwd);
    expect(ran.stderr).toMatch(/^error: a\.yaml:4:\d+: The template is not valid YAML/);
  });

  it('is not read where a large template cannot hold the type', async () => {
    const filler = Array.from({ length: 4000 }, (_, index) => `  B${index}: {Type: AWS::S3::Bucket}\n`).join(
      '',
    );
    const cwd = folderWith({
      'a.yaml': `Resources:\n${filler}`,
      'huge.json': Buffer.alloc(9 * 1024 * 1024, ' '),
    });
    expect((await check(['a.yaml'], cwd)).stdout).toBe('✔ no endpoint configuration in 1 file\n');
    const huge = await check(['huge.json'], cwd);
    expect(huge).toMatchObject({
      code: 2,
      stderr: 'error: huge.json: it is larger than any template can be (1 MB)\n',
    });
  });

  it.each([
    [['/dev/zero'], 'error: /dev/zero: it is larger than any template can be (1 MB)'],
    [['vast.yaml'], 'error: vast.yaml: it is larger than any template can be (1 MB)'],
    [
      ['a.yaml', '--policy', '/dev/zero'],
      'kms-guard: the policy /dev/zero cannot be read: it is larger than any policy can be (1 MB)',
    ],
    [
      ['a.yaml', '--parameters', 'vast.yaml'],
      'kms-guard: --parameters vast.yaml: it is larger than any list of parameters can be (1 MB)',
    ],
  ])('is not read to its end where it does not fit into memory, or has none: %j', async (argv, message) => {
    const cwd = folderWith({ 'a.yaml': bad, 'vast.yaml': '' });
    // More than Node can read at once; a file system keeps no blocks for the zeros.
    truncateSync(join(cwd, 'vast.yaml'), 3 * 1024 ** 3);
    expect(await check(argv, cwd)).toMatchObject({ code: 2, stderr: `${message}\n` });
  });

  it('names links that lead round in a circle', async () => {
    const cwd = folderWith({});
    symlinkSync('b.yaml', join(cwd, 'a.yaml'));
    symlinkSync('a.yaml', join(cwd, 'b.yaml'));
    expect((await check(['a.yaml'], cwd)).stderr).toBe('error: a.yaml: its symbolic links form a circle\n');
  });

  it('names the template that contradicts itself', async () => {
    const circle = `Conditions:\n  A: !Not [!Condition B]\n  B: !Not [!Condition A]\n${template('KmsKeyId: !If [A, x, y]')}`;
    const cwd = folderWith({ 'a.yaml': circle });
    expect((await check(['a.yaml'], cwd)).stderr).toBe(
      'error: a.yaml: Conditions refer to one another in a circle: A -> B -> A\n',
    );
  });

  it('warns of keys that are written twice, with their place', async () => {
    const cwd = folderWith({ 'a.yaml': template("KmsKeyId: ''\nKmsKeyId: alias/a") });
    const ran = await checkJson(['a.yaml'], cwd);
    expect(ran.stderr).toBe(
      'warning: a.yaml:6:7: KmsKeyId is written more than once here: the last one counts\n',
    );
    expect(places(ran)).toEqual(['a.yaml:6:7 Config compliant keyPresent']);
  });
});
