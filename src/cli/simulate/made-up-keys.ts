/** Answers in place of KMS about keys that exist only in the rehearsal, for `keyPolicy: verified`. */
import type { DescribeKey } from '../../aws/index.js';
import type { Deployment } from './deployment.js';
import { attributeOf, isKmsKey, physicalId, valueFor } from './made-up-names.js';
import type { PlannedResource, StackPlan } from './stack-plan.js';

type Metadata = Awaited<ReturnType<DescribeKey>>;

/**
 * @param madeUp the values that the plan made up
 * @returns wraps the call of KMS, which then gets only the other keys
 */
export function withMadeUpKeys(
  plan: StackPlan,
  madeUp: ReadonlySet<string>,
): (describeKey: DescribeKey) => DescribeKey {
  const known = new Map(keysOf(plan));
  for (const value of madeUp) known.set(value, metadataOf(value, {}));
  return (describeKey) => async (key, region) => known.get(key) ?? describeKey(key, region);
}

/** The keys and aliases that a stack and its nested stacks create, by every text that names them. */
function keysOf({ deployment, resources }: StackPlan): (readonly [string, Metadata])[] {
  return [...resources.values()].flatMap((resource) => {
    const { type, nested } = resource;
    if (nested?.kind === 'planned') return keysOf(nested.plan);
    return isKmsKey(type) || type === 'AWS::KMS::Alias' ? namesOf(resource, deployment) : [];
  });
}

function namesOf(resource: PlannedResource, deployment: Deployment): (readonly [string, Metadata])[] {
  const name = physicalId(resource, deployment);
  if (!isKmsKey(resource.type)) {
    const metadata = metadataOf(valueFor('KmsKeyId', name, deployment), {});
    return [name, String(resource.properties['AliasName'])].map((text) => [text, metadata] as const);
  }
  const arn = attributeOf(resource, 'Arn', deployment);
  const metadata = metadataOf(arn, resource.properties);
  return [
    [name, metadata],
    [arn, metadata],
  ];
}

/** What KMS says of a key with the properties of an AWS::KMS::Key. */
function metadataOf(arn: string, properties: PlannedResource['properties']): Metadata {
  const { KeySpec = 'SYMMETRIC_DEFAULT', KeyUsage = 'ENCRYPT_DECRYPT', Enabled = true } = properties;
  return {
    KeyId: arn,
    Arn: arn,
    KeyManager: 'CUSTOMER',
    KeyState: String(Enabled) === 'false' ? 'Disabled' : 'Enabled',
    KeySpec,
    KeyUsage,
  } as Metadata;
}
