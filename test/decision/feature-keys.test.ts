import { describe, expect, it } from 'vitest';
import type { Reason, Verdict } from '../../src/decision/index.js';
import { NoValue, type Path, Rest, type ValueMap } from '../../src/template/index.js';
import { judged, key, on, open, unknown } from './support.js';

type Feature = 'dataCapture' | 'asyncOutput' | 'coreDump';
const keyed = { ...on('ml.m5.large'), KmsKeyId: key };
const dump = (CoreDumpConfig: ValueMap[string]): ValueMap => ({
  ProductionVariants: [{ InstanceType: 'ml.m5.large', CoreDumpConfig }],
});
const dumpPath: Path = ['ProductionVariants', 0, 'CoreDumpConfig', 'KmsKeyId'];
const asyncPath: Path = ['AsyncInferenceConfig', 'OutputConfig', 'KmsKeyId'];
const capturePath: Path = ['DataCaptureConfig', 'KmsKeyId'];

describe('alsoRequire', () => {
  it.each<[Feature, string, ValueMap, Verdict, Reason, Path]>([
    ['dataCapture', 'not used', {}, 'compliant', 'keyPresent', ['KmsKeyId']],
    ['dataCapture', 'removed', { DataCaptureConfig: NoValue }, 'compliant', 'keyPresent', ['KmsKeyId']],
    [
      'dataCapture',
      'off',
      { DataCaptureConfig: { EnableCapture: false } },
      'compliant',
      'keyPresent',
      ['KmsKeyId'],
    ],
    [
      'dataCapture',
      'off, as text',
      { DataCaptureConfig: { EnableCapture: 'False' } },
      'compliant',
      'keyPresent',
      ['KmsKeyId'],
    ],
    [
      'dataCapture',
      'off, as text in white space',
      { DataCaptureConfig: { EnableCapture: ' FALSE\n' } },
      'compliant',
      'keyPresent',
      ['KmsKeyId'],
    ],
    [
      'dataCapture',
      'keyed',
      { DataCaptureConfig: { KmsKeyId: key } },
      'compliant',
      'keyPresent',
      ['KmsKeyId'],
    ],
    [
      'dataCapture',
      'keyed by a dynamic reference',
      { DataCaptureConfig: { KmsKeyId: '{{resolve:ssm:/key}}' } },
      'compliant',
      'keyPresent',
      ['KmsKeyId'],
    ],
    [
      'dataCapture',
      'without',
      { DataCaptureConfig: {} },
      'nonCompliant',
      'dataCaptureKeyAbsent',
      capturePath,
    ],
    [
      'dataCapture',
      'on',
      { DataCaptureConfig: { EnableCapture: 'true' } },
      'nonCompliant',
      'dataCaptureKeyAbsent',
      capturePath,
    ],
    [
      'dataCapture',
      'no key',
      { DataCaptureConfig: { KmsKeyId: [] } },
      'nonCompliant',
      'dataCaptureKeyAbsent',
      capturePath,
    ],
    [
      'dataCapture',
      'no map',
      { DataCaptureConfig: 'yes' },
      'nonCompliant',
      'dataCaptureKeyAbsent',
      capturePath,
    ],
    [
      'dataCapture',
      'unknown',
      { DataCaptureConfig: unknown(true) },
      'undetermined',
      'keyUnknown',
      capturePath,
    ],
    [
      'dataCapture',
      'perhaps on',
      { DataCaptureConfig: { EnableCapture: unknown() } },
      'undetermined',
      'keyUnknown',
      capturePath,
    ],
    [
      'dataCapture',
      'perhaps on, perhaps keyed',
      { DataCaptureConfig: { EnableCapture: unknown(), KmsKeyId: unknown() } },
      'undetermined',
      'keyUnknown',
      capturePath,
    ],
    [
      'dataCapture',
      'perhaps on, keyed',
      { DataCaptureConfig: { EnableCapture: unknown(), KmsKeyId: key } },
      'compliant',
      'keyPresent',
      ['KmsKeyId'],
    ],
    [
      'dataCapture',
      'perhaps keyed',
      { DataCaptureConfig: { KmsKeyId: unknown() } },
      'undetermined',
      'keyUnknown',
      capturePath,
    ],
    [
      'dataCapture',
      'a macro to come',
      { DataCaptureConfig: open({}) },
      'undetermined',
      'keyUnknown',
      capturePath,
    ],
    ['asyncOutput', 'not used', {}, 'compliant', 'keyPresent', ['KmsKeyId']],
    [
      'asyncOutput',
      'keyed',
      { AsyncInferenceConfig: { OutputConfig: { KmsKeyId: 'alias/a' } } },
      'compliant',
      'keyPresent',
      ['KmsKeyId'],
    ],
    [
      'asyncOutput',
      'without',
      { AsyncInferenceConfig: {} },
      'nonCompliant',
      'asyncOutputKeyAbsent',
      asyncPath,
    ],
    ['asyncOutput', 'no map', { AsyncInferenceConfig: 1 }, 'nonCompliant', 'asyncOutputKeyAbsent', asyncPath],
    [
      'asyncOutput',
      'blank',
      { AsyncInferenceConfig: { OutputConfig: { KmsKeyId: ' ' } } },
      'nonCompliant',
      'asyncOutputKeyAbsent',
      asyncPath,
    ],
    [
      'asyncOutput',
      'unknown',
      { AsyncInferenceConfig: { OutputConfig: unknown() } },
      'undetermined',
      'keyUnknown',
      asyncPath,
    ],
    ['coreDump', 'not used', {}, 'compliant', 'keyPresent', ['KmsKeyId']],
    ['coreDump', 'keyed', dump({ KmsKeyId: unknown(true) }), 'compliant', 'keyPresent', ['KmsKeyId']],
    ['coreDump', 'without', dump({}), 'nonCompliant', 'coreDumpKeyAbsent', dumpPath],
    [
      'coreDump',
      'in a shadow',
      { ShadowProductionVariants: [{ CoreDumpConfig: {} }] },
      'nonCompliant',
      'coreDumpKeyAbsent',
      ['ShadowProductionVariants', ...dumpPath.slice(1)],
    ],
    ['coreDump', 'unknown', dump(unknown()), 'undetermined', 'keyUnknown', dumpPath],
    [
      'coreDump',
      'unknown variants',
      { ProductionVariants: unknown() },
      'undetermined',
      'keyUnknown',
      ['ProductionVariants', 'CoreDumpConfig', 'KmsKeyId'],
    ],
    [
      'coreDump',
      'variants of a wrong shape',
      { ProductionVariants: ['x'] },
      'compliant',
      'keyPresent',
      ['KmsKeyId'],
    ],
    [
      'coreDump',
      'more variants',
      { ProductionVariants: Object.assign([], { [Rest]: unknown() }) },
      'undetermined',
      'keyUnknown',
      ['ProductionVariants', 'CoreDumpConfig', 'KmsKeyId'],
    ],
  ])('%s %s', (feature, _, properties, verdict, reason, path) => {
    expect(judged({ ...keyed, ...properties }, { alsoRequire: [feature] })).toMatchObject({
      verdict,
      reason,
      path,
    });
    expect(judged({ ...keyed, ...properties })).toMatchObject({ verdict: 'compliant', reason: 'keyPresent' });
  });

  const later = '{{resolve:ssm:/later}}';
  it.each<[Feature, ValueMap, string]>([
    ['dataCapture', { DataCaptureConfig: later }, 'DataCaptureConfig'],
    ['dataCapture', { DataCaptureConfig: { EnableCapture: later } }, 'DataCaptureConfig.EnableCapture'],
    ['asyncOutput', { AsyncInferenceConfig: later }, 'AsyncInferenceConfig'],
    ['asyncOutput', { AsyncInferenceConfig: { OutputConfig: later } }, 'AsyncInferenceConfig.OutputConfig'],
    ['coreDump', dump(later), 'ProductionVariants[0].CoreDumpConfig'],
  ])('%s of %j hangs on the value at %s', (feature, properties, place) => {
    expect(judged({ ...keyed, ...properties }, { alsoRequire: [feature] })).toMatchObject({
      verdict: 'undetermined',
      reason: 'keyUnknown',
      message: expect.stringContaining(
        ` depends on a dynamic reference, which CloudFormation resolves during the deployment (at ${place}).`,
      ),
    });
  });

  const all = { alsoRequire: ['dataCapture', 'asyncOutput', 'coreDump'] } as const;
  const exempting = { ...all, localStorage: 'exempt' } as const;

  it('refuses whatever the storage, and tells every finding at once', () => {
    const properties = { ...on('ml.g5.xlarge'), DataCaptureConfig: {}, AsyncInferenceConfig: {} };
    const { verdict, reason, message, remediation } = judged(properties, exempting);
    expect([verdict, reason]).toEqual(['nonCompliant', 'dataCaptureKeyAbsent']);
    for (const text of [
      'Config has no key at DataCaptureConfig.KmsKeyId',
      'AsyncInferenceConfig.OutputConfig.KmsKeyId',
    ]) {
      expect(message).toContain(text);
    }
    expect(message).not.toContain('has no KmsKeyId');
    expect(remediation).toContain('      DataCaptureConfig:\n        KmsKeyId: alias/my-key  #');
    expect(remediation).toContain(
      '      AsyncInferenceConfig:\n        OutputConfig:\n          KmsKeyId: alias/my-key  #',
    );
  });

  it('puts the endpoint’s own key first, and a missing one before an unknown one', () => {
    const capture = { DataCaptureConfig: unknown() };
    expect(judged({ ...on('ml.m5.large'), ...capture }, all).reason).toBe('keyAbsent');
    expect(judged({ ...on('ml.m5.large'), ...capture }, all).message).toContain(
      'Whether DataCaptureConfig.KmsKeyId is set',
    );
    expect(judged({ ...keyed, ...capture, AsyncInferenceConfig: {} }, all)).toMatchObject({
      verdict: 'nonCompliant',
      reason: 'asyncOutputKeyAbsent',
      path: asyncPath,
    });
    expect(judged({ ...on(unknown()), ...capture }, exempting)).toMatchObject({
      verdict: 'undetermined',
      reason: 'storageUnknown',
      message: expect.stringContaining(
        '; its DataCaptureConfig.KmsKeyId depends on the parameter Env, which has no known value yet',
      ),
    });
    expect(judged({ ...on(unknown()), AsyncInferenceConfig: {} }, exempting)).toMatchObject({
      verdict: 'nonCompliant',
      reason: 'asyncOutputKeyAbsent',
    });
  });

  it('writes the lines for several variants into one list', () => {
    const properties = {
      ...keyed,
      ProductionVariants: [
        { CoreDumpConfig: { KmsKeyId: key } },
        { CoreDumpConfig: {} },
        { CoreDumpConfig: {} },
      ],
    };
    expect(judged(properties, all).remediation).toContain(
      [
        '      ProductionVariants:',
        '        - # the item at index 1',
        '          CoreDumpConfig:',
        '            KmsKeyId: alias/my-key  # your key: its ID, ARN, alias name or alias ARN',
        '        - # the item at index 2',
      ].join('\n'),
    );
  });
});
