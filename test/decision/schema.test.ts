import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import {
  exemptionMeanings,
  exemptionMembers,
  parsePolicy,
  policyMembers,
  policyOfHookModel,
  policySchema,
  rule,
} from '../../src/decision/index.js';

const read = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
const schema = read('schema.json') as Record<string, unknown> & {
  typeConfiguration: { properties: object; additionalProperties: boolean };
  definitions: object;
  handlers: Record<string, { targetNames: string[]; permissions: string[] }>;
};

/** The parts of a valibot schema that the policy document is made of. */
interface Shape {
  readonly type: string;
  readonly wrapped?: Shape;
  readonly item?: Shape;
  readonly options?: readonly string[];
  readonly pipe?: readonly (Shape & { requirement?: unknown })[];
}

/** The same shape in JSON schema's words. */
function inJsonSchema(shape: Shape): object {
  if (shape.wrapped) return inJsonSchema(shape.wrapped);
  if (shape.type === 'object') return { $ref: '#/definitions/Exemption' };
  if (shape.item) return { type: 'array', items: inJsonSchema(shape.item) };
  if (shape.options) return { type: 'string', enum: shape.options };
  expect(shape.type).toBe('string');
  const checks = (shape.pipe ?? []).map(({ type, requirement }) => {
    if (type === 'non_empty') return { minLength: 1 };
    return type === 'regex' ? { pattern: (requirement as RegExp).source } : {};
  });
  return Object.assign({ type: 'string' }, ...checks);
}

const expectedProperties = Object.fromEntries(
  Object.entries(policySchema.entries).map(([name, shape]) => {
    const { meaning, default: value } = policyMembers[name as keyof typeof policyMembers];
    return [name, { description: meaning, ...inJsonSchema(shape as Shape), default: value }];
  }),
);

const expectedExemption = {
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(
    Object.entries(exemptionMembers.entries).map(([name, shape]) => [
      name,
      {
        description: exemptionMeanings[name as keyof typeof exemptionMeanings],
        ...inJsonSchema(shape as Shape),
      },
    ]),
  ),
  required: ['reason', 'expires'],
  anyOf: [
    { required: ['account'] },
    { required: ['region'] },
    { required: ['stack'] },
    { required: ['resource'] },
  ],
};

describe('schema.json', () => {
  it('has the members of the policy document, and no others', () => {
    expect(schema.typeConfiguration.properties).toEqual(expectedProperties);
    expect(schema.typeConfiguration.additionalProperties).toBe(false);
    expect(schema.definitions).toEqual({ Exemption: expectedExemption });
  });

  it('targets the rule’s resource type before create and update, without permissions; a deletion is never blocked', () => {
    expect(schema).toMatchObject({ typeName: 'Guard::SageMaker::EndpointKms', additionalProperties: false });
    expect(Object.keys(schema.handlers)).toEqual(['preCreate', 'preUpdate']);
    for (const handler of Object.values(schema.handlers)) {
      expect(handler).toEqual({ targetNames: [rule.resourceType], permissions: [] });
    }
  });

  it('is valid under AWS’s meta-schemas, and they would object to a hook that is none', () => {
    // AWS's schemas say more than draft-07 has words for (`examples` beside `$ref`, formats), hence not strict.
    const ajv = new Ajv({ strict: false, validateFormats: false });
    for (const name of ['base.definition', 'provider.configuration.definition', 'provider.definition']) {
      const hooks = name === 'base.definition' ? '' : '.hooks';
      ajv.addSchema(read(`test/hook-meta-schema/${name}.schema${hooks}.v1.json`));
    }
    const validate = ajv.getSchema(
      'https://schema.cloudformation.us-east-1.amazonaws.com/provider.definition.schema.hooks.v1.json',
    );
    validate?.(schema);
    expect(validate?.errors).toBeNull();
    expect(validate?.({ ...schema, additionalProperties: true })).toBe(false);
  });

  it('accepts what the guard accepts, and refuses what it refuses', async () => {
    const validate = new Ajv({ strict: false }).compile({
      definitions: schema.definitions,
      type: 'object',
      ...schema.typeConfiguration,
    });
    const documents: [object, boolean][] = [
      [{}, true],
      [{ keyPolicy: 'customerManaged', allowedKeys: ['alias/*'], localStorageFamilies: ['ml.x9d'] }, true],
      [{ exemptions: [{ stack: 'a-*', reason: 'r', expires: '2027-01-01' }] }, true],
      [{ keyPolicy: 'any' }, false],
      [{ localStorageFamilies: ['ml.x9d.large'] }, false],
      [{ alsoRequire: ['s3'] }, false],
      [{ exemptions: [{ stack: 'a', reason: 'r' }] }, false],
      [{ exemptions: [{ reason: 'r', expires: '2027-01-01' }] }, false],
      [{ exemptions: [{ stack: 'a', reason: '', expires: '2027-01-01' }] }, false],
      [{ exemptions: [{ stack: 'a', reason: 'r', expires: '2027-01-01', team: 'ml' }] }, false],
      [{ policy: 'present' }, false],
    ];
    for (const [document, valid] of documents) {
      expect([document, validate(document)]).toEqual([document, valid]);
      if (valid) expect(await parsePolicy(JSON.stringify(document), 'test')).toEqual(document);
      else expect(() => policyOfHookModel(document)).toThrow('hookModel');
    }
  });
});
