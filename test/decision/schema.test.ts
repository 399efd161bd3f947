import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyJsonSchema } from '../../scripts/policy-schema.js';
import { policyOfHookModel, rule } from '../../src/decision/index.js';

const read = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
const schema = read('schema.json') as Record<string, unknown> & {
  typeConfiguration: { properties: object; additionalProperties: boolean };
  definitions: object;
  handlers: Record<string, { targetNames: string[]; permissions: string[] }>;
};
const ofDocument = policyJsonSchema();

/** The hook's own part, as a schema of documents. */
const ofHook = { definitions: schema.definitions, type: 'object', ...schema.typeConfiguration };

describe('schema.json', () => {
  it('has the members of the policy document, and no others', () => {
    const { exemptions: ofExemptions } = ofDocument.properties as { exemptions: { items: object } };
    const { items, ...exemptions } = ofExemptions;
    expect(schema.typeConfiguration.properties).toEqual({
      ...ofDocument.properties,
      exemptions: { ...exemptions, items: { $ref: '#/definitions/Exemption' } },
    });
    expect(schema.typeConfiguration.additionalProperties).toBe(false);
    expect(schema.definitions).toEqual({ Exemption: items });
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
});

describe.each([
  ['the JSON Schema of the document', ofDocument],
  ['schema.json', ofHook],
])('%s', (_name, of) => {
  const validate = new Ajv({ strict: false }).compile(of as object);
  const isTaken = (document: object) => {
    try {
      policyOfHookModel(document);
      return true;
    } catch {
      return false;
    }
  };

  it.each([
    [{}, true],
    [{ keyPolicy: 'customerManaged', allowedKeys: ['alias/*'], localStorageFamilies: ['ml.x9d'] }, true],
    [{ exemptions: [{ stack: 'a-*', reason: 'r', expires: '2027-01-01' }] }, true],
    [{ exemptions: [{ stack: 'a-*', reason: 'r', expires: '2028-02-29T12:30+02:00' }] }, true],
    [{ keyPolicy: 'any' }, false],
    [{ keyPolicy: null }, false],
    [{ allowedKeys: [''] }, false],
    [{ allowedKeys: 'alias/a' }, false],
    [{ localStorageFamilies: ['ml.x9d.large'] }, false],
    [{ localStorageFamilies: ['ml.m5'] }, false],
    [{ localStorageFamilies: ['m5'] }, false],
    [{ localStorageFamilies: ['x', 'ml.x-9d', 'x9d-b200'] }, true],
    [{ localStorageFamilies: ['xml.x9d'] }, false],
    [{ localStorageFamilies: ['mlx9d.'] }, false],
    [{ localStorageFamilies: ['ml.'] }, false],
    [{ localStorageFamilies: ['9xd'] }, false],
    [{ localStorageFamilies: ['X9d'] }, false],
    [{ localStorageFamilies: ['x_9d'] }, false],
    [{ localStorageFamilies: [' x9d'] }, false],
    [{ localStorageFamilies: ['x9d\n'] }, false],
    [{ localStorageFamilies: [''] }, false],
    [{ alsoRequire: ['dataCapture', 'asyncOutput', 'coreDump'], undetermined: 'fail' }, true],
    [{ keyPolicy: 'verified', localStorage: 'exempt', undetermined: 'defer' }, true],
    [{ keyPolicy: 'present', localStorage: 'require' }, true],
    [{ exemptions: [{ account: '', reason: 'r', expires: '2027-01-01' }] }, false],
    [{ exemptions: [{ region: '', reason: 'r', expires: '2027-01-01' }] }, false],
    [{ exemptions: [{ stack: '', reason: 'r', expires: '2027-01-01' }] }, false],
    [{ exemptions: [{ resource: '', reason: 'r', expires: '2027-01-01' }] }, false],
    [{ exemptions: [{ account: 'a', reason: 'r', expires: '2027-01-01' }] }, true],
    [{ exemptions: [{ region: 'a', reason: 'r', expires: '2027-01-01' }] }, true],
    [{ exemptions: [{ resource: 'a', reason: 'r', expires: '2027-01-01' }] }, true],
    [{ exemptions: [{ stack: 'a', reason: 'r', expires: '12027-01-01' }] }, false],
    [{ exemptions: [{ stack: 'a', reason: 'r', expires: '0027-01-01' }] }, false],
    [{ exemptions: [{ stack: 'a', reason: 'r', expires: '2027-01-01 ' }] }, false],
    [{ exemptions: [{ stack: 'a', reason: 'r', expires: '2027-04-31' }] }, false],
    [{ exemptions: [{ stack: 'a', reason: 'r', expires: '2027-07-31' }] }, true],
    [{ exemptions: [{ stack: 'a', reason: 'r', expires: '2027-01-01T12:30:15.25-05:30' }] }, true],
    [{ exemptions: [{ stack: 'a', reason: 'r', expires: '2027-01-01T12:30:15.' }] }, false],
    [{ exemptions: [{ stack: 'a', reason: 'r', expires: '2027-01-01T12' }] }, false],
    [{ exemptions: [{ stack: 'a', reason: 'r', expires: '2027-01-01T12:30+24:00' }] }, false],
    [{ localStorageFamilies: ['m5x'] }, true],
    [{ alsoRequire: ['s3'] }, false],
    [{ exemptions: [{ stack: 'a', reason: 'r' }] }, false],
    [{ exemptions: [{ reason: 'r', expires: '2027-01-01' }] }, false],
    [{ exemptions: [{ stack: 'a', reason: '', expires: '2027-01-01' }] }, false],
    [{ exemptions: [{ stack: 'a', reason: 'r', expires: '2027-02-30' }] }, false],
    [{ exemptions: [{ stack: 'a', reason: 'r', expires: '2027-01-01T24:00Z' }] }, false],
    [{ exemptions: [{ stack: 'a', reason: 'r', expires: 'tomorrow' }] }, false],
    [{ exemptions: [{ stack: 'a', reason: 'r', expires: '2027-01-01', team: 'ml' }] }, false],
    [{ policy: 'present' }, false],
  ])('judges %j as the guard does', (document, valid) => {
    expect([validate(document), isTaken(document)]).toEqual([valid, valid]);
  });

  it('judges every document as the guard does, but for 29 February', () => {
    const word = fc.constantFrom(
      '',
      'a',
      'ml.x9d',
      'm5',
      'ml.m5',
      'x9d',
      'present',
      'verified',
      'require',
      'defer',
    );
    const day = fc.date({ min: new Date('0500-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    const expires = fc.oneof(
      day.map((date) => date.toISOString()),
      day.map((date) => date.toISOString().slice(0, 10)),
      fc.stringMatching(/^[0-2]\d{3}-[01]\d-[0-3]\d(T[0-2]\d:[0-6]\d(:[0-6]\d)?(Z|[+-][0-2]\d:\d\d)?)?$/),
    );
    const value = fc.oneof(word, fc.array(word, { maxLength: 2 }), fc.constant(null), fc.integer(), expires);
    const exemption = fc.record(
      { stack: word, reason: fc.constantFrom('r', 'r', 'r', ''), expires, account: word, team: word },
      { requiredKeys: ['reason', 'expires'] },
    );
    const names = Object.keys(ofDocument.properties ?? {}).concat('other');
    const document = fc.oneof(
      fc.tuple(fc.constantFrom(...names), value).map(([name, each]) => ({ [name]: each })),
      fc.array(exemption, { maxLength: 2 }).map((exemptions) => ({ exemptions })),
    );
    const count = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(document, (each) => {
        fc.pre(!JSON.stringify(each).includes('-02-29'));
        expect(validate(each)).toBe(isTaken(each));
        count[isTaken(each) ? 'taken' : 'refused']++;
      }),
      { numRuns: 2000 },
    );
    expect(Math.min(count.taken, count.refused)).toBeGreaterThan(100);
    expect(isTaken({ exemptions: [{ stack: 'a', reason: 'r', expires: '2027-02-29' }] })).toBe(false);
  });
});
