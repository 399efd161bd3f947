import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { rule } from '../../src/decision/index.js';
import { type CfnProject, makeCfnProject, type Round, type TargetModel } from './cfn-project.js';
import { type LambdaEndpoint, startLambdaEndpoint } from './lambda-endpoint.js';
import { type Moto, startMoto } from './moto.js';
import { root, run, tool } from './tools.js';

const key = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

/** Properties with one variant for each instance type. */
function configuration(instanceTypes: readonly string[], KmsKeyId?: string): Record<string, unknown> {
  const ProductionVariants = instanceTypes.map((InstanceType, index) => ({
    VariantName: `variant${index}`,
    ModelName: 'model',
    InstanceType,
    InitialInstanceCount: 1,
    InitialVariantWeight: 1,
  }));
  return { ProductionVariants, ...(KmsKeyId === undefined ? {} : { KmsKeyId }) };
}

const target = (resourceProperties: unknown): TargetModel => ({ resourceProperties });
const change = (previousResourceProperties: unknown, resourceProperties: unknown): TargetModel => ({
  previousResourceProperties,
  resourceProperties,
});

/** A round of the suite: `good` passes, `bad` fails. */
function round(good: Record<string, unknown>, bad: Record<string, unknown>): Round {
  return {
    pre_create: target(good),
    pre_update: change(bad, good),
    invalid_pre_create: target(bad),
    invalid_pre_update: change(good, bad),
  };
}

let moto: Moto;
let lambda: LambdaEndpoint;
let folder: string | undefined;
beforeAll(async () => {
  // The handler's log, which is not this suite's output.
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  [moto, lambda] = await Promise.all([startMoto(), startLambdaEndpoint()]);
});
afterAll(() => Promise.all([moto?.stop(), lambda?.stop()]));
afterEach(() => {
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** Runs a `cfn` command in a project of its own. */
async function cfn(
  project: CfnProject,
  ...args: string[]
): Promise<{ status: number | null; output: string }> {
  folder = await makeCfnProject(project);
  const { status, stdout, stderr } = await run(
    tool('python'),
    [join(import.meta.dirname, 'cfn.py'), ...args],
    { cwd: folder, env: { ...moto.env, STS_ENDPOINT: moto.url } },
  );
  return { status, output: stdout + stderr };
}

/** What pytest counts in the closing line of each round. */
function counts(output: string): Record<string, number>[] {
  return [...output.matchAll(/^=+ (.*) in [\d.]+s.*=+$/gm)].map(([, line]) =>
    Object.fromEntries(
      [...(line ?? '').matchAll(/(\d+) (passed|failed|errors?|skipped)/g)].map(([, count, word]) => [
        word,
        Number(count),
      ]),
    ),
  );
}

it('has a schema that AWS accepts', async () => {
  const { status, output } = await cfn({}, 'validate');
  expect(output).not.toMatch(/invalid|warning|error/i);
  expect(status).toBe(0);
});

describe('AWS’s contract tests for hooks', () => {
  const { handlers } = JSON.parse(readFileSync(join(root, 'schema.json'), 'utf8')) as { handlers: object };
  const points = Object.keys(handlers).length;
  // For each handler of schema.json the suite has a target that passes, one that fails, and one outside a wildcard,
  // which it skips by itself where no target is a wildcard. One more of its tests is about its own assertions.
  const everyTest = { passed: points * 2 + 1, skipped: points };

  const cases: { name: string; project: CfnProject; rounds: number }[] = [
    {
      name: 'given targets: a key or none, on any storage',
      project: {
        rounds: [
          round(configuration(['ml.m5.large'], key), configuration(['ml.m5.large'])),
          round(configuration(['ml.m5.large'], 'alias/endpoints'), configuration(['ml.m5.large'], ' ')),
          round(configuration(['ml.g5.xlarge'], key), configuration(['ml.g5.xlarge'])),
        ],
      },
      rounds: 3,
    },
    {
      name: 'a type configuration that exempts local storage',
      project: {
        configuration: { localStorage: 'exempt' },
        rounds: [round(configuration(['ml.g5.xlarge']), configuration(['ml.g5.xlarge', 'ml.m5.large']))],
      },
      rounds: 1,
    },
    {
      name: 'a type configuration that wants a customer managed key',
      project: {
        configuration: { keyPolicy: 'customerManaged' },
        rounds: [
          round(configuration(['ml.m5.large'], key), configuration(['ml.m5.large'], 'alias/aws/sagemaker')),
        ],
      },
      rounds: 1,
    },
    {
      name: 'targets that the suite generates from the schema of the resource type',
      project: {
        overrides: {
          CREATE_PRE_PROVISION: generated(key),
          UPDATE_PRE_PROVISION: generated(key),
          INVALID_CREATE_PRE_PROVISION: generated(''),
          INVALID_UPDATE_PRE_PROVISION: generated(''),
          INVALID_DELETE_PRE_PROVISION: {},
        },
      },
      rounds: 1,
    },
  ];

  function generated(KmsKeyId: string): Record<string, unknown> {
    const { ProductionVariants } = configuration(['ml.m5.large']);
    return {
      [rule.resourceType]: {
        resourceProperties: { '/KmsKeyId': KmsKeyId, '/ProductionVariants': ProductionVariants },
      },
    };
  }

  it.each(cases)('$name', async ({ project, rounds }) => {
    const configured = project.configuration ? ['--typeconfig', 'typeConfiguration.json'] : [];
    const before = lambda.calls();
    const { status, output } = await cfn(project, 'test', '--endpoint', lambda.url, ...configured);
    expect({ status, counts: counts(output) }, output).toEqual({
      status: 0,
      counts: Array(rounds).fill(everyTest),
    });
    expect(lambda.calls() - before).toBe(rounds * points * 2);
  });
});
