import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check, checkJson, diagnostics, folderWith, places, template } from './check-support.js';

const stackTemplate = (metadata: object) =>
  JSON.stringify(
    {
      Resources: {
        Config: {
          Type: 'AWS::SageMaker::EndpointConfig',
          Metadata: metadata,
          Properties: { ProductionVariants: [{ VariantName: 'a', InstanceType: 'ml.m5.large' }] },
        },
      },
    },
    null,
    1,
  );

describe('a cloud assembly', () => {
  const assembly = {
    'cdk.out/manifest.json': JSON.stringify({
      version: '36.0.0',
      artifacts: {
        'Endpoints.assets': { type: 'cdk:asset-manifest', properties: { file: 'Endpoints.assets.json' } },
        Endpoints: {
          type: 'aws:cloudformation:stack',
          environment: 'aws://111122223333/eu-west-1',
          properties: { templateFile: 'Endpoints.template.json', stackName: 'prod-endpoints' },
        },
        Anywhere: {
          type: 'aws:cloudformation:stack',
          environment: 'aws://unknown-account/unknown-region',
          properties: { templateFile: 'Anywhere.template.json' },
        },
        'assembly-Stage': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Stage' } },
      },
    }),
    'cdk.out/Endpoints.template.json': stackTemplate({ 'aws:cdk:path': 'Endpoints/Fraud/Config' }),
    'cdk.out/Anywhere.template.json': stackTemplate({}),
    'cdk.out/Endpoints.assets.json': '{"files": {"EndpointConfig": {"Resources": {}}}}',
    'cdk.out/leftover.template.json': stackTemplate({}),
    'cdk.out/assembly-Stage/manifest.json': JSON.stringify({
      version: '36.0.0',
      artifacts: {
        StageStack: {
          type: 'aws:cloudformation:stack',
          environment: 'aws://444455556666/us-east-1',
          properties: { templateFile: 'StageStack.template.json', stackName: 'Stage' },
        },
      },
    }),
    'cdk.out/assembly-Stage/StageStack.template.json': stackTemplate({
      'aws:cdk:path': 'Stage/Config/Resource',
    }),
  };

  it.each(['cdk.out', '.'])('is read by its manifest: %s', async (path) => {
    const { results } = await checkJson([path], folderWith(assembly));
    expect(
      results.map(({ file, constructPath, account, region, stack }) => [
        file,
        constructPath,
        account,
        region,
        stack,
      ]),
    ).toEqual([
      ['cdk.out/Anywhere.template.json', undefined, undefined, undefined, 'Anywhere'],
      [
        'cdk.out/Endpoints.template.json',
        'Endpoints/Fraud/Config',
        '111122223333',
        'eu-west-1',
        'prod-endpoints',
      ],
      [
        'cdk.out/assembly-Stage/StageStack.template.json',
        'Stage/Config/Resource',
        '444455556666',
        'us-east-1',
        'Stage',
      ],
    ]);
  });

  it('yields to the account and region of the call', async () => {
    const argv = ['cdk.out', '--account', '999999999999', '--region', 'eu-north-1'];
    const { results } = await checkJson(argv, folderWith(assembly));
    expect(new Set(results.map(({ account, region }) => `${account} ${region}`))).toEqual(
      new Set(['999999999999 eu-north-1']),
    );
  });

  it('is held against the exemptions of the policy, by stack name and account', async () => {
    const exemption = '- {stack: prod-*, account: "111122223333", reason: migration, expires: 2027-01-01}';
    const cwd = folderWith({ ...assembly, 'kms-guard.yaml': `exemptions:\n  ${exemption}\n` });
    const { results } = await checkJson(['cdk.out'], cwd);
    expect(results.map(({ verdict }) => verdict)).toEqual(['nonCompliant', 'exempt', 'nonCompliant']);
  });

  it('shows the construct in the report for people', async () => {
    const { stdout } = await check(['cdk.out'], folderWith(assembly));
    expect(stdout).toContain('Endpoints/Fraud/Config, stack prod-endpoints, eu-west-1, 111122223333');
  });

  it('has nested stacks, also where their parents do not say which file is theirs', async () => {
    const nested = {
      'cdk.out/Endpoints.nested.template.json': stackTemplate({ 'aws:cdk:path': 'Endpoints/N/C' }),
    };
    const { results } = await checkJson(['cdk.out'], folderWith({ ...assembly, ...nested }));
    expect(results.map(({ file }) => file)).toContain('cdk.out/Endpoints.nested.template.json');
    const noted = JSON.stringify({
      Resources: {
        N: {
          Type: 'AWS::CloudFormation::Stack',
          Metadata: { 'aws:asset:path': 'Endpoints.nested.template.json' },
        },
      },
    });
    const followed = { ...assembly, ...nested, 'cdk.out/Endpoints.template.json': noted };
    const again = await checkJson(['cdk.out'], folderWith(followed));
    expect(again.results.map(({ nestedIn, region }) => [nestedIn, region])).toContainEqual([
      'N in cdk.out/Endpoints.template.json',
      'eu-west-1',
    ]);
    expect(again.results).toHaveLength(3);
  });

  it('leaves alone artifacts that are not as expected', async () => {
    const artifacts = {
      A: null,
      B: { type: 'aws:cloudformation:stack', environment: 'aws://1' },
      C: { type: 'cdk:cloud-assembly', properties: { directoryName: 'gone' } },
      D: { type: 'aws:cloudformation:stack', properties: { templateFile: 'D.json' } },
    };
    const manifest = JSON.stringify({ version: '1', artifacts });
    const cwd = folderWith({ 'cdk.out/manifest.json': manifest, 'cdk.out/D.json': stackTemplate({}) });
    const { results } = await checkJson(['cdk.out'], cwd);
    expect(results.map(({ file, stack, region }) => [file, stack, region])).toEqual([
      ['cdk.out/D.json', 'D', undefined],
    ]);
  });

  it('misses a template that the manifest names', async () => {
    const { 'cdk.out/Anywhere.template.json': _, ...rest } = assembly;
    const ran = await checkJson(['cdk.out'], folderWith(rest));
    expect(ran.code).toBe(2);
    expect(ran.stderr).toBe('error: cdk.out/Anywhere.template.json: there is no such file or folder\n');
  });

  it.each([
    ['no JSON', '{'],
    ['another manifest', '{"name": "site"}'],
    ['an array', '[]'],
    ['no map of artifacts', '{"version": "1", "artifacts": 1}'],
  ])('is any folder where manifest.json is %s', async (_name, manifest) => {
    const ran = await checkJson(['.'], folderWith({ 'manifest.json': manifest, 'a.yaml': template() }));
    expect(places(ran)).toEqual(['a.yaml:4:5 Config nonCompliant keyAbsent']);
  });
});

describe('nested stacks', () => {
  const child = template('KmsKeyId: !Ref EndpointKey', {
    head: "Parameters:\n  EndpointKey: {Type: String, Default: ''}",
  });
  const parent = (parameters: string, url = './nested/child.yaml') =>
    [
      'Parameters:',
      "  Key: {Type: String, Default: ''}",
      'Resources:',
      '  Kms: {Type: AWS::KMS::Key}',
      '  Endpoints:',
      '    Type: AWS::CloudFormation::Stack',
      '    Properties:',
      `      TemplateURL: ${url}`,
      `      Parameters: ${parameters}`,
      '',
    ].join('\n');
  const run = (
    parameters: string,
    argv: readonly string[] = ['parent.yaml'],
    more: Record<string, string> = {},
  ) =>
    checkJson(argv, folderWith({ 'parent.yaml': parent(parameters), 'nested/child.yaml': child, ...more }));
  const place = 'nested/child.yaml:7:7 Config';

  it.each([
    ['a text', '{EndpointKey: alias/a}', 'compliant keyPresent'],
    ['an empty text', "{EndpointKey: ''}", 'nonCompliant keyAbsent'],
    ['nothing, so that the default counts', '{}', 'nonCompliant keyAbsent'],
    [
      'AWS::NoValue, so that the default counts',
      '{EndpointKey: !Ref AWS::NoValue}',
      'nonCompliant keyAbsent',
    ],
    ['a resource of the parent', '{EndpointKey: !GetAtt Kms.Arn}', 'compliant keyPresent'],
    ['an export', '{EndpointKey: !ImportValue key}', 'undetermined keyUnknown'],
    ['the default of the parent', '{EndpointKey: !Ref Key}', 'nonCompliant keyAbsent'],
    ['a list', '{EndpointKey: [a, b]}', 'compliant keyPresent'],
    ['a number', '{EndpointKey: 1}', 'compliant keyPresent'],
    ['one of two', '{EndpointKey: !If [Unknown, alias/a, alias/b]}', 'compliant keyPresent'],
    ['something or nothing', "{EndpointKey: !If [Unknown, alias/a, '']}", 'undetermined keyUnknown'],
    ['an unknown list', '{EndpointKey: [!ImportValue a]}', 'undetermined keyUnknown'],
  ])('are passed %s', async (_name, parameters, expected) => {
    const ran = await run(parameters);
    expect(places(ran)).toEqual([`${place} ${expected}`]);
    expect(ran.results[0]?.nestedIn).toBe('Endpoints in parent.yaml');
  });

  it('are passed the parameters of the call by way of their parent', async () => {
    const ran = await run('{EndpointKey: !Ref Key}', ['parent.yaml', '--parameter', 'Key=alias/a']);
    expect(places(ran)).toEqual([`${place} compliant keyPresent`]);
  });

  it('are judged as part of their parent alone, unless they are named', async () => {
    expect(places(await run('{EndpointKey: alias/a}', ['.']))).toEqual([`${place} compliant keyPresent`]);
    const named = await run('{EndpointKey: alias/a}', ['.', 'nested/child.yaml']);
    expect(places(named).sort()).toEqual([
      `${place} compliant keyPresent`,
      `${place} nonCompliant keyAbsent`,
    ]);
  });

  it('are one finding where several parents pass the same', async () => {
    const other = parent('{EndpointKey: alias/b}');
    const ran = await run('{EndpointKey: alias/a}', ['.'], { 'other.yaml': other });
    expect(places(ran)).toEqual([`${place} compliant keyPresent`]);
  });

  it.each([
    [
      'nothing',
      '{}',
      'pass a key (EndpointKey: alias/my-key in the Parameters of Endpoints in parent.yaml), or',
    ],
    [
      'an empty text',
      "{EndpointKey: ''}",
      'another value for it (EndpointKey: alias/my-key in the Parameters of',
    ],
    [
      'what is not known',
      '{EndpointKey: !ImportValue key}',
      'Endpoints in parent.yaml passes EndpointKey: pass known values there, or values for the parameters that it uses, to get a verdict here.',
    ],
  ])('come with advice on their parent where it passes %s', async (_name, parameters, advice) => {
    const [result] = (await run(parameters)).results;
    expect(result?.remediation).toContain(advice);
    expect(result?.remediation).not.toContain('--parameter');
  });

  it('are named with their parent where both are named', async () => {
    const ran = await run('{}', ['nested/child.yaml', 'parent.yaml']);
    expect(ran.results.map(({ nestedIn }) => nestedIn)).toEqual(['Endpoints in parent.yaml']);
  });

  it('follow where their template has an absolute path', async () => {
    const cwd = folderWith({ 'nested/child.yaml': child });
    writeFileSync(join(cwd, 'parent.yaml'), parent('{}', join(cwd, 'nested/child.yaml')));
    expect(places(await checkJson(['parent.yaml'], cwd))).toEqual([`${place} nonCompliant keyAbsent`]);
  });

  it('follow where the CDK notes their asset', async () => {
    const cwd = folderWith({
      'parent.json': JSON.stringify({
        Resources: {
          Nested: {
            Type: 'AWS::CloudFormation::Stack',
            Metadata: { 'aws:asset:path': 'Nested.template.json', 'aws:asset:property': 'TemplateURL' },
            Properties: { TemplateURL: { 'Fn::Sub': 'https://s3.${AWS::URLSuffix}/x' } },
          },
        },
      }),
      'Nested.template.json': stackTemplate({}),
    });
    const ran = await checkJson(['parent.json'], cwd);
    expect(places(ran)).toEqual(['Nested.template.json:6:4 Config nonCompliant keyAbsent']);
  });

  it('follow where an application of SAM has its template', async () => {
    const application = parent("{EndpointKey: ''}")
      .replace('AWS::CloudFormation::Stack', 'AWS::Serverless::Application')
      .replace('TemplateURL', 'Location');
    const files = {
      'parent.yaml': `Transform: AWS::Serverless-2016-10-31\n${application}`,
      'nested/child.yaml': child,
    };
    const ran = await checkJson(['parent.yaml'], folderWith(files));
    expect(places(ran)).toEqual([`${place} nonCompliant keyAbsent`]);
    expect(ran.results[0]?.nestedIn).toBe('Endpoints in parent.yaml');
  });

  it.each([
    ['https://example.com/child.yaml'],
    ['!Sub https://example.com/${AWS::Region}/child.yaml'],
    ['!Ref Key'],
    ['s3://bucket/child.yaml'],
  ])('stay away where the template is no file: %s', async (url) => {
    const cwd = folderWith({ 'parent.yaml': parent('{}', url) });
    expect(await check(['parent.yaml'], cwd)).toMatchObject({ code: 0, stderr: '' });
  });

  it('are named where their template is not here, and the others are judged', async () => {
    const cwd = folderWith({ 'parent.yaml': parent('{}', '.build/child.yaml'), 'b.yaml': template() });
    const ran = await checkJson(['.'], cwd);
    expect(ran).toMatchObject({ code: 1, errors: [] });
    expect(diagnostics(ran)).toEqual([
      'warning: parent.yaml:5:3: the template of the nested stack Endpoints does not exist (.build/child.yaml), so it was not judged',
    ]);
    expect((await check(['parent.yaml'], cwd)).code).toBe(0);
    expect(diagnostics(await run('{}', ['parent.yaml'], { 'parent.yaml': parent('{}', 'nested') }))).toEqual([
      'warning: parent.yaml:5:3: the template of the nested stack Endpoints is not a file (nested), so it was not judged',
    ]);
    const strict = await checkJson(['parent.yaml', '--strict'], cwd);
    expect(strict.code).toBe(2);
    expect(diagnostics(strict)[0]).toMatch(
      /^error: parent\.yaml:5:3: the template of the nested stack Endpoints/,
    );
  });

  it.each([
    ['no template', '[default]\nsecret = x\n', false],
    ['a broken template', `${child}secret: [\n`, true],
  ])('show lines of their file only where it is one: %s', async (_name, text, shown) => {
    const { code, stderr } = await run('{}', ['parent.yaml'], { 'nested/child.yaml': text });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: nested\/child\.yaml:\d+:\d+: The template is not valid YAML/);
    expect(stderr.includes('secret')).toBe(shown);
  });

  it('end in a circle, and where a value is refused', async () => {
    const circle = folderWith({ 'parent.yaml': parent('{}', './parent.yaml') });
    expect((await check(['parent.yaml'], circle)).code).toBe(0);
    const strict = child.replace("Default: ''", 'AllowedValues: [alias/b]');
    const refused = await run('{EndpointKey: alias/a}', ['parent.yaml'], { 'nested/child.yaml': strict });
    expect(diagnostics(refused)).toEqual([
      'error: nested/child.yaml:2:3: the value "alias/a" of parameter EndpointKey is not one of its AllowedValues (alias/b): did you mean alias/b? (nested stack Endpoints in parent.yaml)',
    ]);
  });

  it('are looked at once for the same parameters, however many lead to them', async () => {
    const level = (next: string) =>
      parent("{Key: ''}", next) +
      parent("{Key: ''}", next).split('\n').slice(4).join('\n').replace('Endpoints', 'Others');
    const levels = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`l${index}.yaml`, level(`./l${index + 1}.yaml`)]),
    );
    const ran = await checkJson(['l0.yaml'], folderWith({ ...levels, 'l40.yaml': template('') }));
    expect(places(ran)).toEqual(['l40.yaml:4:5 Config nonCompliant keyAbsent']);
    expect(ran).toMatchObject({ code: 1, stderr: '' });
  });

  it('are not followed without end where the parameters are never the same', async () => {
    const level = (next: number) =>
      [
        'Parameters: {P: {Type: String, Default: a}}',
        'Resources:',
        ...['a', 'b'].map(
          (letter) =>
            `  ${letter}: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./l${next}.yaml, Parameters: {P: !Sub "\${P}${letter}"}}}`,
        ),
      ].join('\n');
    const levels = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`l${index}.yaml`, level(index + 1)]),
    );
    const ran = await check(['l0.yaml'], folderWith({ ...levels, 'l30.yaml': template('') }));
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/^error: l0\.yaml: it has more nested templates than this check follows.*\n$/);
  });

  it('may turn out in more ways than need to be looked at', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `P${index}`);
    const ifs = names.map((name) => `${name}: !If [C${name}, a, b]`).join(', ');
    expect(places(await run(`{EndpointKey: alias/a, ${ifs}}`))).toEqual([`${place} compliant keyPresent`]);
  });

  it('do not exist where their condition is false', async () => {
    const never = parent('{}').replace('    Properties:', '    Condition: Never\n    Properties:');
    const cwd = folderWith({
      'parent.yaml': `Conditions: {Never: !Equals [a, b]}\n${never}`,
      'nested/child.yaml': child,
    });
    expect((await checkJson(['parent.yaml'], cwd)).results).toEqual([]);
  });
});
