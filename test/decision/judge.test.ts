import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Alternative,
  type Configuration,
  judge,
  keysIn,
  mergePolicies,
  notApplicable,
  type PartialPolicy,
  type Reason,
  resolvedConfiguration,
  type Verdict,
  verdicts,
} from '../../src/decision/index.js';
import { type Members, NoValue, type Value, type ValueMap } from '../../src/template/index.js';
import { alternative, inTemplate, judged, key, missing, now, on, subject, unknown } from './support.js';

const storages = {
  other: on('ml.m5.large'),
  local: on('ml.g5.xlarge'),
  partly: on('ml.g5.xlarge', 'ml.m5.large'),
  unknown: on(unknown()),
};
const keys: Record<'present' | 'absent' | 'invalid' | 'unknown', Value> = {
  present: key,
  absent: NoValue,
  invalid: 7,
  unknown: unknown(),
};
type Cell = ['present' | 'absent' | 'invalid' | 'unknown', keyof typeof storages, Verdict, Reason];
const exempt = { localStorage: 'exempt' } as const;

describe('the decision table', () => {
  it.each<Cell>([
    ['present', 'other', 'compliant', 'keyPresent'],
    ['present', 'local', 'compliant', 'keyOnLocalStorage'],
    ['present', 'partly', 'compliant', 'keyOnLocalStorage'],
    ['present', 'unknown', 'compliant', 'keyPresent'],
    ['absent', 'other', 'nonCompliant', 'keyAbsent'],
    ['absent', 'local', 'nonCompliant', 'keyAbsent'],
    ['absent', 'partly', 'nonCompliant', 'keyAbsent'],
    ['absent', 'unknown', 'nonCompliant', 'keyAbsent'],
    ['invalid', 'other', 'nonCompliant', 'keyInvalid'],
    ['invalid', 'local', 'nonCompliant', 'keyInvalid'],
    ['invalid', 'unknown', 'nonCompliant', 'keyInvalid'],
    ['unknown', 'other', 'undetermined', 'keyUnknown'],
    ['unknown', 'local', 'undetermined', 'keyUnknown'],
    ['unknown', 'unknown', 'undetermined', 'keyUnknown'],
  ])('by default, a key that is %s on %s storage: %s (%s)', (keyState, storage, verdict, reason) => {
    expect(judged({ ...storages[storage], KmsKeyId: keys[keyState] })).toMatchObject({ verdict, reason });
  });

  it.each<Cell>([
    ['present', 'local', 'compliant', 'keyOnLocalStorage'],
    ['absent', 'other', 'nonCompliant', 'keyAbsent'],
    ['absent', 'local', 'exempt', 'localStorage'],
    ['absent', 'partly', 'nonCompliant', 'keyAbsent'],
    ['absent', 'unknown', 'undetermined', 'storageUnknown'],
    ['invalid', 'other', 'nonCompliant', 'keyInvalid'],
    ['invalid', 'local', 'exempt', 'localStorage'],
    ['invalid', 'partly', 'nonCompliant', 'keyInvalid'],
    ['invalid', 'unknown', 'undetermined', 'storageUnknown'],
    ['unknown', 'other', 'undetermined', 'keyUnknown'],
    ['unknown', 'local', 'exempt', 'localStorage'],
    ['unknown', 'partly', 'undetermined', 'keyUnknown'],
    ['unknown', 'unknown', 'undetermined', 'keyUnknown'],
  ])('with localStorage: exempt, %s on %s: %s (%s)', (keyState, storage, verdict, reason) => {
    const properties: ValueMap = { ...storages[storage], KmsKeyId: keys[keyState] };
    expect(judged(properties, exempt)).toMatchObject({ verdict, reason });
  });

  it.each<[string, PartialPolicy, Reason]>([
    ['no-key', { keyPolicy: 'wellFormed' }, 'keyMalformed'],
    ['alias/aws/sagemaker', { keyPolicy: 'customerManaged' }, 'keyAwsManaged'],
    ['alias/other', { allowedKeys: ['alias/ml-*'] }, 'keyNotAllowed'],
  ])('takes the key %s under %j as absent', (KmsKeyId, policy, reason) => {
    expect(judged({ ...storages.other, KmsKeyId }, policy)).toMatchObject({
      verdict: 'nonCompliant',
      reason,
      path: ['KmsKeyId'],
    });
    expect(judged({ ...storages.local, KmsKeyId }, { ...policy, ...exempt })).toMatchObject({
      verdict: 'exempt',
      reason: 'localStorage',
    });
    expect(judged({ ...storages.unknown, KmsKeyId }, { ...policy, ...exempt })).toMatchObject({
      verdict: 'undetermined',
    });
  });

  it.each<[string, ValueMap, (string | number)[]]>([
    ['nothing, where no key is written', storages.other, []],
    ['the key that is written', { ...storages.other, KmsKeyId: '' }, ['KmsKeyId']],
    ['the key that cannot be told', { ...storages.other, KmsKeyId: unknown() }, ['KmsKeyId']],
    ['the type that cannot be told', storages.unknown, ['ProductionVariants', 0, 'InstanceType']],
    ['the key, where neither can be told', { ...storages.unknown, KmsKeyId: unknown() }, ['KmsKeyId']],
    ['the key beside a type that cannot be told', { ...storages.unknown, KmsKeyId: key }, ['KmsKeyId']],
  ])('points at %s', (_, properties, path) => {
    expect(judged(properties, exempt).path).toEqual(path);
  });
});

const without = { ...storages.other };
const withKey = { ...storages.other, KmsKeyId: key };
const at = (clause: string, properties: ValueMap): Alternative => alternative(properties, [clause]);
const judgeAll = (alternatives: Iterable<Alternative>, policy: PartialPolicy = exempt) =>
  judge(inTemplate(alternatives), mergePolicies(policy), { now });

describe('alternatives', () => {
  it.each<[string, Alternative[], Verdict, Reason]>([
    ['none at all', [], 'notApplicable', 'conditionFalse'],
    ['none that exists', [missing(), missing()], 'notApplicable', 'conditionFalse'],
    ['all with a key', [at('a', withKey), at('b', withKey)], 'compliant', 'keyPresent'],
    ['all without', [at('a', without), at('b', { ...without, KmsKeyId: '' })], 'nonCompliant', 'keyAbsent'],
    ['with a key or not there', [missing(['a']), at('b', withKey)], 'compliant', 'keyPresent'],
    ['exempt or not there', [at('a', storages.local), missing(['b'])], 'exempt', 'localStorage'],
    ['without or not there', [at('a', without), missing(['b'])], 'undetermined', 'dependsOnParameters'],
    ['not there or without', [missing(['a']), at('b', without)], 'undetermined', 'dependsOnParameters'],
    ['with or without', [at('a', withKey), at('b', without)], 'undetermined', 'dependsOnParameters'],
    [
      'with or without on local storage',
      [at('a', { ...storages.local, KmsKeyId: key }), at('b', storages.local)],
      'compliant',
      'passesInEveryCase',
    ],
    [
      'a key on whatever storage',
      [
        at('a', withKey),
        at('b', { ...storages.partly, KmsKeyId: key }),
        at('c', { ...storages.unknown, KmsKeyId: key }),
      ],
      'compliant',
      'keyPresent',
    ],
    [
      'a key on volumes, none on local storage',
      [at('a', withKey), at('b', storages.local)],
      'compliant',
      'passesInEveryCase',
    ],
    [
      'a key on volumes, none on local storage, or not there',
      [at('a', withKey), missing(['c']), at('b', storages.local)],
      'compliant',
      'passesInEveryCase',
    ],
    [
      'one that cannot be told',
      [at('a', withKey), at('b', { ...without, KmsKeyId: unknown() })],
      'undetermined',
      'keyUnknown',
    ],
  ])('%s', (_, alternatives, verdict, reason) => {
    expect(judgeAll(alternatives)).toMatchObject({ verdict, reason });
  });

  it.each<[string, Alternative[]]>([
    ['refused and passed', [alternative(without), alternative(withKey)]],
    ['refused and not there', [missing(), alternative(without)]],
    ['one that cannot be told', [alternative({ ...without, KmsKeyId: unknown() })]],
  ])('are not looked at any further once settled: %s', (_, alternatives) => {
    function* more() {
      yield* alternatives;
      throw new Error('asked for one more');
    }
    expect(judgeAll(more()).verdict).toBe('undetermined');
  });

  it('name what is assumed where it would be refused, where it passes and where it is not created', () => {
    const split = judgeAll([
      at('condition UseKey is true', withKey),
      at('condition UseKey is false', without),
    ]);
    expect(split.message).toContain('depends on parameters or conditions');
    expect(split.message).toContain(
      'refused where condition UseKey is false: The endpoint configuration Config has no KmsKeyId',
    );
    expect(split.message).toContain('passes (compliant) where condition UseKey is true');
    expect(split.remediation).toContain('KmsKeyId: alias/my-key');
    const created = judgeAll([missing(['condition Prod is false']), at('condition Prod is true', without)]);
    expect(created.message).toContain('not created where condition Prod is false');
    const fine = judgeAll([alternative(withKey, ['a', 'b', 'c']), alternative(storages.local)]);
    expect(fine.message).toBe(
      'The endpoint configuration Config passes in every case: compliant where a, b and c, exempt for some values of its parameters.',
    );
    expect(fine.remediation).toBe('Nothing to do.');
  });

  it('tell every finding once where all are refused', () => {
    const { message } = judgeAll([at('a', without), at('b', { ...without, KmsKeyId: '' }), at('c', without)]);
    expect(message.split('has no KmsKeyId')).toHaveLength(2);
    expect(message).toContain('sets KmsKeyId to an empty string');
  });

  it('name where the one that cannot be told comes from', () => {
    const { message, remediation } = judgeAll([
      at('condition Prod is true', { ...without, KmsKeyId: unknown() }),
    ]);
    expect(message).toContain(
      'is not known yet where condition Prod is true: its KmsKeyId depends on the parameter Env, which has no known value yet (at Resources.Config).',
    );
    expect(remediation).toContain('when it checks the resource itself');
  });
});

const variantMembers = {
  VariantName: true,
  InstanceType: true,
  InstancePools: true,
  ServerlessConfig: true,
  CoreDumpConfig: true,
} as const;
const variantLists = {
  ProductionVariants: variantMembers,
  ShadowProductionVariants: variantMembers,
} as const;

describe('the members of its properties', () => {
  /** A template that has what it was asked for, and nothing else. */
  function asked(properties: ValueMap, alternatives = 1): Configuration & { asked: Members[] } {
    const all: Members[] = [];
    const only = (members: Members): ValueMap =>
      Object.fromEntries(Object.entries(properties).filter(([name]) => members === true || members[name]));
    const configuration = inTemplate([]);
    return {
      ...configuration,
      asked: all,
      alternatives: (members) => {
        all.push(members);
        return Array.from({ length: alternatives }, () => alternative(only(members)));
      },
    };
  }

  it.each<[PartialPolicy, Members]>([
    [{}, { KmsKeyId: true }],
    [{ localStorage: 'exempt' }, { KmsKeyId: true, ...variantLists }],
    [{ alsoRequire: ['coreDump'] }, { KmsKeyId: true, ...variantLists }],
    [
      { alsoRequire: ['dataCapture', 'asyncOutput'] },
      { KmsKeyId: true, DataCaptureConfig: true, AsyncInferenceConfig: true },
    ],
  ])('that the verdict hangs on, under %j', (policy, members) => {
    const configuration = asked(withKey);
    judge(configuration, mergePolicies(policy), { now });
    expect(configuration.asked).toEqual([
      members,
      { ...variantLists, DataCaptureConfig: true, AsyncInferenceConfig: true },
    ]);
  });

  it('that the texts need besides are told of in every view', () => {
    const found = judge(
      asked({ ...storages.local, DataCaptureConfig: { KmsKeyId: key } }),
      mergePolicies({}),
      { now },
    );
    expect(found.message).toContain(
      '(ProductionVariants[0] (ml.g5.xlarge)), and SageMaker accepts it there.',
    );
    expect(found.message).toContain('The KmsKeyId in DataCaptureConfig encrypts objects in S3');
  });
});

describe('storage that all cases have', () => {
  const localKey = { ...storages.local, KmsKeyId: key };
  const many = (count: number) => Array.from({ length: count }, () => at('a', localKey));
  it.each<[string, Alternative[], Reason]>([
    ['one', [at('a', localKey)], 'keyOnLocalStorage'],
    ['one that is not there first', [missing(), at('a', localKey)], 'keyOnLocalStorage'],
    ['the second is on volumes', [...many(1), at('b', withKey)], 'keyPresent'],
    ['the sixteenth is on volumes', [...many(15), at('b', withKey)], 'keyPresent'],
    ['more than sixteen are not looked at', [...many(16), at('b', withKey)], 'keyOnLocalStorage'],
  ])('%s', (_, alternatives, reason) => {
    expect(judgeAll(alternatives, {})).toMatchObject({ verdict: 'compliant', reason });
  });
});

describe('the keys that KMS is asked about', () => {
  it.each<[string, Alternative[], string[]]>([
    ['none', [alternative({})], []],
    [
      'those of every case, once',
      ['alias/a', 'alias/b', 'alias/a'].map((KmsKeyId) => at('x', { KmsKeyId })),
      ['alias/a', 'alias/b'],
    ],
    ['not where it does not exist', [{ ...missing(), properties: { KmsKeyId: 'alias/a' } }], []],
    ['not what has no form', [alternative({ KmsKeyId: 'a b' })], []],
    ['not what AWS manages', [alternative({ KmsKeyId: 'alias/aws/ebs' })], []],
    [
      'not what is not known',
      [alternative({ KmsKeyId: unknown(true) }), alternative({ KmsKeyId: unknown() })],
      [],
    ],
    ['not what is deferred', [alternative({ KmsKeyId: '{{resolve:ssm:/key}}' })], []],
  ])('%s', (_, alternatives, texts) => {
    const members: Members[] = [];
    const inside = inTemplate(alternatives);
    const configuration: Configuration = {
      ...inside,
      alternatives: (wanted) => {
        members.push(wanted);
        return inside.alternatives(wanted);
      },
    };
    const policy = mergePolicies({ keyPolicy: 'verified', allowedKeys: ['alias/ml'] });
    expect([...keysIn(configuration, policy)]).toEqual(texts);
    expect(members).toEqual([{ KmsKeyId: true }]);
  });
});

describe('resolved properties', () => {
  it.each<[boolean, string | undefined, 'json' | 'yaml']>([
    [true, undefined, 'json'],
    [true, 'ml-prod', 'yaml'],
    [false, undefined, 'yaml'],
    [false, 'ml-prod', 'yaml'],
  ])('final: %j, of the stack %s, are repaired by %s', (final, stack, lines) => {
    const configuration = resolvedConfiguration({ resource: 'Config', stack }, withKey, { final });
    expect(configuration.lines).toBe(lines);
    expect([...configuration.alternatives({})]).toMatchObject([{ exists: true, assuming: [] }]);
  });
});

describe('exemptions', () => {
  const exemptions = [{ stack: 'ml-*', reason: 'legacy model', expires: '2026-12-01' }];
  const expired = [{ stack: 'ml-*', reason: 'legacy model', expires: '2026-11-23' }];

  it.each<[string, ValueMap]>([
    ['refused', without],
    ['undetermined', storages.unknown],
  ])('turn %s into exempt, and say why and until when', (_, properties) => {
    const { verdict, reason, message, remediation } = judged(properties, { ...exempt, exemptions });
    expect([verdict, reason]).toEqual(['exempt', 'exemption']);
    expect(message).toContain('until 2026-12-01 ("legacy model")');
    expect(remediation).toContain('Nothing to do until 2026-12-01');
  });

  it.each<[ValueMap, Reason]>([
    [withKey, 'keyPresent'],
    [storages.local, 'localStorage'],
  ])('leave what passes as it is', (properties, reason) => {
    expect(judged(properties, { ...exempt, exemptions }).reason).toBe(reason);
  });

  it('are named when they have expired', () => {
    const { verdict, message } = judged(without, { exemptions: expired });
    expect(verdict).toBe('nonCompliant');
    expect(message).toContain('expired on 2026-11-23 and no longer counts ("legacy model")');
    expect(judged(withKey, { exemptions: expired }).message).not.toContain('expired');
  });
});

describe('the verdict over anything', () => {
  const anyKey = fc.oneof(fc.jsonValue(), fc.constantFrom(key, '', '{{resolve:ssm:/a}}', 'alias/aws/x'));
  const anyType = fc.oneof(
    fc.constantFrom('ml.g5.xlarge', 'ml.m5.large', '{{changeSet:KNOWN_AFTER_APPLY}}'),
    fc.jsonValue(),
  );
  const variants = fc.array(
    fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          InstanceType: anyType,
          InstancePools: fc.array(fc.record({ InstanceType: anyType })),
          CoreDumpConfig: fc.jsonValue(),
        },
        { requiredKeys: [] },
      ),
    ),
  );
  const configs = fc.record(
    {
      KmsKeyId: anyKey,
      ProductionVariants: fc.oneof(variants, fc.jsonValue()),
      ShadowProductionVariants: variants,
      DataCaptureConfig: fc.jsonValue(),
      AsyncInferenceConfig: fc.oneof(fc.jsonValue(), fc.record({ OutputConfig: fc.jsonValue() })),
    },
    { requiredKeys: [] },
  );
  const properties = fc.oneof(configs, fc.dictionary(fc.string(), fc.jsonValue()));
  const policies = fc.record({
    keyPolicy: fc.constantFrom('present', 'wellFormed', 'customerManaged', 'verified'),
    allowedKeys: fc.constantFrom([], ['alias/*']),
    localStorage: fc.constantFrom('exempt', 'require'),
    alsoRequire: fc.subarray(['dataCapture', 'asyncOutput', 'coreDump']),
  });

  it('is never undetermined where everything is resolved, and nothing is thrown', () => {
    fc.assert(
      fc.property(properties, policies, fc.boolean(), (json, policy, resolved) => {
        // Through JSON, as every event comes: fast-check's own maps may lack a prototype.
        const found = judged(JSON.parse(JSON.stringify(json)), policy as PartialPolicy, resolved);
        expect(verdicts).toContain(found.verdict);
        // What KMS says is looked up before; here nobody has.
        if (resolved && policy.keyPolicy !== 'verified') expect(found.verdict).not.toBe('undetermined');
        expect(found.message).toContain('onfig');
        expect(found.remediation).not.toBe('');
      }),
      { numRuns: 1000 },
    );
  });

  it('never gets better by a key that is taken away', () => {
    const rank = { compliant: 0, exempt: 1, undetermined: 2, nonCompliant: 3, notApplicable: 4 };
    fc.assert(
      fc.property(configs, (json) => {
        const { KmsKeyId: _, ...rest } = JSON.parse(JSON.stringify(json));
        expect(rank[judged({ ...rest, KmsKeyId: key }).verdict]).toBe(0);
        expect(rank[judged(rest).verdict]).toBeGreaterThan(0);
      }),
    );
  });
});

describe('what an operation does not touch', () => {
  it.each(['conditionFalse', 'unchanged', 'deleted'] as const)('%s', (reason) => {
    expect(notApplicable(reason, { subject })).toMatchObject({
      verdict: 'notApplicable',
      reason,
      message: expect.stringContaining('The endpoint configuration Config is'),
      remediation: 'Nothing to do.',
      path: [],
    });
  });
});
