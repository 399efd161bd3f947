import { describe, expect, it } from 'vitest';
import { defaultPolicy, mergePolicies } from '../../src/decision/index.js';
import { toTargets } from '../../src/hook/targets.js';
import { declaredTarget } from '../../src/hook/template.js';
import { judgeTargets } from '../../src/hook/verdicts.js';
import { invocationOf, keyArn, resourceEvent, stackEvent, variants, verdictsOf } from './fixtures.js';

const update = { actionInvocationPoint: 'UPDATE_PRE_PROVISION' };

describe('RESOURCE', () => {
  it.each([
    ['create', resourceEvent(), ['EndpointConfig: nonCompliant, keyAbsent']],
    ['update', resourceEvent(update), ['EndpointConfig: nonCompliant, keyAbsent']],
    [
      'delete',
      resourceEvent({ actionInvocationPoint: 'DELETE_PRE_PROVISION' }),
      ['EndpointConfig: notApplicable, deleted'],
    ],
    ['another type', resourceEvent({}, { targetName: 'AWS::S3::Bucket' }), []],
  ])('%s', async (_, event, expected) => {
    expect(await verdictsOf(event)).toEqual(expected);
  });

  const unchanged = ['EndpointConfig: notApplicable, unchanged'];
  const judged = ['EndpointConfig: nonCompliant, keyAbsent'];
  const properties = { ProductionVariants: variants, Tags: [{ Key: 'stage', Value: 'test' }] };
  const [first] = variants;
  const two = [first, { ...first, VariantName: 'Shadow' }];
  it.each<[string, unknown, unknown, string[]]>([
    ['everything', properties, properties, unchanged],
    ['everything but its tags', properties, { ...properties, Tags: [] }, unchanged],
    ['everything but its tags, which are new', properties, { ProductionVariants: variants }, unchanged],
    [
      'everything, its members in another order',
      { A: 1, B: { C: 2, D: 3 } },
      { B: { D: 3, C: 2 }, A: 1 },
      unchanged,
    ],
    ['all but the key', properties, { ...properties, KmsKeyId: keyArn }, judged],
    [
      'all but the name',
      { ...properties, EndpointConfigName: 'b' },
      { ...properties, EndpointConfigName: 'a' },
      judged,
    ],
    [
      'not the order of the variants',
      { ProductionVariants: two },
      { ProductionVariants: two.toReversed() },
      judged,
    ],
    ['not the type of a number', { A: 1 }, { A: '1' }, judged],
    ['not the type of a boolean', { A: true }, { A: 'true' }, judged],
    ['null where nothing was', { ...properties, KmsKeyId: null }, properties, judged],
    [
      'tags inside of a variant',
      { ProductionVariants: [{ Tags: 1 }] },
      { ProductionVariants: [{ Tags: 2 }] },
      judged,
    ],
    ['the name of a prototype', { A: 1, __proto__: null }, { A: 2 }, judged],
    ['nothing, where nothing is known of before', properties, undefined, judged],
    ['nothing, where before is null', properties, null, judged],
    ['nothing, where before is empty', {}, {}, judged],
    ['nothing, where before is a list', properties, [properties], judged],
    ['nothing, where before is a text', properties, JSON.stringify(properties), judged],
  ])('an update that keeps %s', async (_, resourceProperties, previousResourceProperties, expected) => {
    const targetModel = { resourceProperties, previousResourceProperties };
    expect(await verdictsOf(resourceEvent(update, { targetModel }))).toEqual(expected);
    const throughCloudControl = resourceEvent(
      { ...update, stackId: '' },
      { targetModel, targetType: 'RESOURCE' },
    );
    expect(await verdictsOf(throughCloudControl)).toEqual(expected);
    expect(await verdictsOf(resourceEvent({}, { targetModel }))).toEqual(judged);
  });

  it('takes text that looks like a reference as it is, since nothing will resolve it later', async () => {
    const secret = '{{resolve:secretsmanager:ml:SecretString:key}}';
    const event = resourceEvent({}, { targetModel: { resourceProperties: { KmsKeyId: secret } } });
    expect(await verdictsOf(event)).toEqual(['EndpointConfig: compliant, keyPresent']);
    const strict = mergePolicies({ keyPolicy: 'wellFormed' });
    expect(await verdictsOf(event, undefined, [], strict)).toEqual([
      'EndpointConfig: nonCompliant, keyDeferred',
    ]);
  });
});

describe('judging', () => {
  it('stops when the time is up', async () => {
    const targets = await toTargets(invocationOf(resourceEvent()), never, () => {});
    expect(() => judgeTargets(targets, defaultPolicy, { now: new Date(0) }, 1, () => 2)).toThrow('time');
  });

  it('fails what is undetermined only where the policy says so', async () => {
    const template = JSON.stringify({
      Parameters: { Key: { Type: 'String' } },
      Resources: { A: { Type: 'AWS::SageMaker::EndpointConfig', Properties: { KmsKeyId: { Ref: 'Key' } } } },
    });
    const invocation = invocationOf(stackEvent());
    const failed = async (undetermined: 'defer' | 'fail') => {
      const read = async () => ({ template, previousTemplate: null });
      const targets = await toTargets(invocation, read, () => {});
      return judgeTargets(targets, mergePolicies({ undetermined }), { now: new Date(0) }, 1, () => 0).map(
        (one) => one.failed,
      );
    };
    expect(await failed('defer')).toEqual([false]);
    expect(await failed('fail')).toEqual([true]);
  });

  it('lets through an error that is not about the template', async () => {
    const error = new RangeError('Maximum call stack size exceeded');
    const alternatives = () => ({
      [Symbol.iterator]: () => {
        throw error;
      },
    });
    const subject = { resource: 'A' };
    const target = declaredTarget({
      view: {} as never,
      configuration: { subject, lines: 'yaml', alternatives },
    });
    expect(() => judgeTargets([target], defaultPolicy, { now: new Date(0) }, 1, () => 0)).toThrow(error);
  });
});

function never(): never {
  throw new Error('the payload is not needed here');
}
