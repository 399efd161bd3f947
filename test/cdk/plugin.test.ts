import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Construct, ValidationContext } from '../../src/cdk/index.js';
import { EndpointKmsGuard, PolicyError } from '../../src/cdk/index.js';
import { rule } from '../../src/decision/index.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk-'));
  vi.spyOn(process, 'cwd').mockReturnValue(folder);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const type = 'AWS::SageMaker::EndpointConfig';
const on = (...types: unknown[]) => ({ ProductionVariants: types.map((InstanceType) => ({ InstanceType })) });

function write(name: string, resources: object, more: object = {}): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify({ ...more, Resources: resources }, null, 1));
  return path;
}
const config = (properties: object, more: object = {}) => ({
  Config: { Type: type, Properties: properties, ...more },
});
const template = (properties: object, more?: object): ValidationContext => ({
  templatePaths: [write('Ml.template.json', config(properties), more)],
});

/** Verdicts of a report, short. */
const found = (plugin: EndpointKmsGuard, context: ValidationContext) => {
  const { success, violations } = plugin.validate(context);
  return {
    success,
    violations: violations.map(({ severity, ruleMetadata, violatingResources: [resource] }) =>
      [severity, ruleMetadata.reason, resource?.resourceLogicalId, ...(resource?.locations ?? [])].join(' '),
    ),
  };
};

describe('a template of its own', () => {
  const parameter = { Parameters: { Key: { Type: 'String' } } };
  const withDefault = { Parameters: { Key: { Type: 'String', Default: '' } } };
  const bucket = { DestinationS3Uri: 's3://a' };
  const { InstanceType, ...captured } = { InstanceType: 'ml.m5.large', DataCaptureConfig: bucket };
  test.each([
    ['no key', on(InstanceType), {}, {}, ['error keyAbsent Config Properties.KmsKeyId']],
    ['a key', { KmsKeyId: 'alias/a' }, {}, {}, []],
    ['local storage', on('ml.g5.xlarge'), {}, {}, ['error keyAbsent Config Properties.KmsKeyId']],
    ['local storage that is exempt', on('ml.g5.xlarge'), {}, { policy: { localStorage: 'exempt' } }, []],
    [
      'a parameter',
      { KmsKeyId: { Ref: 'Key' } },
      parameter,
      {},
      ['warning keyUnknown Config Properties.KmsKeyId'],
    ],
    [
      'the same, strictly',
      { KmsKeyId: { Ref: 'Key' } },
      parameter,
      { strict: true },
      ['error keyUnknown Config Properties.KmsKeyId'],
    ],
    [
      'the same, by the policy',
      { KmsKeyId: { Ref: 'Key' } },
      parameter,
      { policy: { undetermined: 'fail' } },
      ['error keyUnknown Config Properties.KmsKeyId'],
    ],
    [
      'the same, with its value',
      { KmsKeyId: { Ref: 'Key' } },
      parameter,
      { parameters: { Key: 'alias/a' } },
      [],
    ],
    [
      'an instance type by parameter',
      on({ Ref: 'Key' }),
      parameter,
      { policy: { localStorage: 'exempt' } },
      ['warning storageUnknown Config Properties.ProductionVariants'],
    ],
    [
      'an empty default',
      { KmsKeyId: { Ref: 'Key' } },
      withDefault,
      {},
      ['error keyAbsent Config Properties.KmsKeyId'],
    ],
    [
      'a key for S3',
      { KmsKeyId: 'alias/a', ...captured },
      {},
      { policy: { alsoRequire: ['dataCapture'] } },
      ['error dataCaptureKeyAbsent Config Properties.DataCaptureConfig'],
    ],
  ] as const)('%s', (_name, properties, more, options, violations) => {
    const success = !violations.some((each) => each.startsWith('error'));
    expect(found(new EndpointKmsGuard(options as object), template(properties, more))).toEqual({
      success,
      violations,
    });
  });

  test('the violation says what, where and how to fix it', () => {
    const context = template({ KmsKeyId: { Ref: 'Key' } }, withDefault);
    const [violation] = new EndpointKmsGuard().validate(context).violations;
    expect(violation).toMatchObject({
      ruleName: rule.id,
      ruleMetadata: { link: rule.link },
      violatingResources: [{ templatePath: join(folder, 'Ml.template.json') }],
    });
    expect(violation?.description).toMatch(
      /sets KmsKeyId to an empty string.*depends on the default of parameter Key/,
    );
    expect(violation?.fix).toContain('KmsKeyId is the parameter Key, whose default is empty');
  });

  test('a suppression in the metadata counts, as it does for check', () => {
    const suppressed = config({}, { Metadata: { KmsGuard: { ignore: true, reason: 'a test' } } });
    expect(new EndpointKmsGuard().validate({ templatePaths: [write('a.json', suppressed)] }).success).toBe(
      true,
    );
  });

  test('a stack without resources is nothing to judge', () => {
    for (const [name, text] of Object.entries({ none: '{}', rules: '{"Rules": {}, "Parameters": {}}' })) {
      writeFileSync(join(folder, name), text);
      const report = new EndpointKmsGuard().validate({ templatePaths: [join(folder, name)] });
      expect(report).toEqual({ success: true, violations: [] });
    }
  });

  test('a template that cannot be read is an error', () => {
    writeFileSync(join(folder, 'a.json'), 'Resources: {}');
    const validate = (name: string) => () =>
      new EndpointKmsGuard().validate({ templatePaths: [join(folder, name)] });
    expect(validate('a.json')).toThrow('The template is not valid JSON');
    expect(validate('missing.json')).toThrow(/ENOENT/);
  });
});

describe('the policy', () => {
  const key = template.bind(undefined, { KmsKeyId: 'alias/other' });
  const refused = ['error keyNotAllowed Config Properties.KmsKeyId'];

  test('is the nearest file upwards', () => {
    writeFileSync(join(folder, 'kms-guard.yaml'), 'allowedKeys: [alias/mine]\n');
    expect(found(new EndpointKmsGuard(), key()).violations).toEqual(refused);
  });

  test('may be another file, in JSON or YAML', () => {
    const path = join(folder, 'policy');
    for (const text of ['{"allowedKeys": ["alias/mine"]}', 'allowedKeys: [alias/mine]']) {
      writeFileSync(path, text);
      expect(found(new EndpointKmsGuard({ policy: path }), key()).violations).toEqual(refused);
    }
  });

  test.each([
    [
      'an unknown member',
      'keyPolice: present',
      /kms-guard\.yaml cannot be used: keyPolice: there is no such member; did you mean keyPolicy/,
    ],
    ['no YAML', 'a: [', /kms-guard\.yaml cannot be used/],
    ['nothing', '', /kms-guard\.yaml cannot be used: it must be a map of members, not null/],
    [
      'a bracket in every character',
      '['.repeat(500_000),
      /kms-guard\.yaml cannot be used: it has more parts than a policy can have/,
    ],
    [
      'more than 1 MiB',
      `# ${'x'.repeat(1_048_576)}`,
      /kms-guard\.yaml cannot be used: it is longer than 1 MiB/,
    ],
  ])('that cannot be used is an error at once: %s', (_name, text, message) => {
    writeFileSync(join(folder, 'kms-guard.yaml'), text);
    expect(() => new EndpointKmsGuard()).toThrow(message);
    expect(() => new EndpointKmsGuard()).toThrow(PolicyError);
  });

  test('given as a map is held against its schema', () => {
    expect(() => new EndpointKmsGuard({ policy: { keyPolice: 'x' } as object })).toThrow(/options\.policy/);
  });
});

describe('what is known of a stack', () => {
  const exemption = (member: object) => ({
    policy: { exemptions: [{ ...member, reason: 'a test', expires: '2999-01-01' }] },
  });
  const construct = (path: string, members: object = {}): Construct => ({
    ...members,
    node: { path, findAll: () => [] },
  });
  const context = (): ValidationContext => {
    const stack = construct('Ml', { stackName: 'ml-prod' });
    return {
      templatePaths: [],
      stackTemplates: [
        {
          templatePath: write('Ml.template.json', config({})),
          stackConstructPath: 'Ml',
          accountId: '123456789012',
          region: 'eu-west-1',
        },
      ],
      appConstruct: { node: { path: '', findAll: () => [construct('Other'), stack] } },
    };
  };

  test.each([
    [{ account: '123456789012' }, true],
    [{ region: 'eu-*' }, true],
    [{ stack: 'ml-prod' }, true],
    [{ stack: 'other' }, false],
    [{ account: '000000000000' }, false],
  ])('an exemption for %j', (member, success) => {
    expect(new EndpointKmsGuard(exemption(member)).validate(context()).success).toBe(success);
  });
});

describe('nested stacks', () => {
  /** A parent, its child and the child of that, as the CDK makes them, without the notes of its command line. */
  function app(keyOfParent: unknown): ValidationContext {
    write('Grand.nested.template.json', config({ KmsKeyId: { Ref: 'Key' } }), {
      Parameters: { Key: { Type: 'String' } },
    });
    const nest = (key: unknown) => ({
      Nested: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: { TemplateURL: { 'Fn::Sub': 'https://a' }, Parameters: { Key: key } },
      },
    });
    write('Child.nested.template.json', nest({ Ref: 'Key' }), { Parameters: { Key: { Type: 'String' } } });
    const templatePath = write('Ml.template.json', { ...nest(keyOfParent), Key: { Type: 'AWS::KMS::Key' } });
    const node = (path: string) => ({ path, findAll: () => [] });
    const resolve = (token: unknown) => (token === '${Token[1]}' ? 'Nested' : undefined);
    const nestedStackResource = { logicalId: '${Token[1]}' };
    const parent = { node: node('Ml'), stackName: 'ml', resolve };
    const child = {
      node: node('Ml/C'),
      nestedStackParent: parent,
      templateFile: 'Child.nested.template.json',
      nestedStackResource,
      resolve,
    };
    const grand = {
      node: node('Ml/C/G'),
      nestedStackParent: child,
      templateFile: 'Grand.nested.template.json',
      nestedStackResource,
    };
    const lost = {
      node: node('Ml/X'),
      nestedStackParent: parent,
      templateFile: 'X',
      nestedStackResource: { logicalId: 'x' },
    };
    const all = [parent, child, grand, lost];
    return {
      templatePaths: [templatePath],
      stackTemplates: [{ templatePath, stackConstructPath: 'Ml' }],
      appConstruct: { node: { path: '', findAll: () => all } },
    };
  }

  test.each([
    [{ 'Fn::GetAtt': ['Key', 'Arn'] }, true, []],
    ['alias/a', true, []],
    ['', false, ['error keyAbsent Config Properties.KmsKeyId']],
  ])('are judged with what is passed to them: %j', (key, success, violations) => {
    expect(found(new EndpointKmsGuard(), app(key))).toEqual({ success, violations });
  });

  test('say which template it is', () => {
    const [violation] = new EndpointKmsGuard().validate(app('')).violations;
    expect(violation?.violatingResources[0]?.templatePath).toBe(join(folder, 'Grand.nested.template.json'));
  });
});
