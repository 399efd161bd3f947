/** Makes up values that only a deployment would have: physical IDs, attributes, and values from other stacks. */
import { isNestedStack } from '../../check/index.js';
import { type Deployment, nestedDeployment, suffixOf, uuidOf } from './deployment.js';

/** The members of a resource that determine its names. `generation` counts its replacements. */
export interface Named {
  readonly logicalId: string;
  readonly type: string;
  readonly generation: number;
}

/** The value of `Ref`: for most types a name, for some an ARN. */
export function physicalId(resource: Named, deployment: Deployment): string {
  if (isNestedStack(resource.type)) return nestedDeployment(deployment, resource.logicalId).stackId;
  return refersByArn.has(resource.type) ? arnOf(resource, deployment) : nameOf(resource, deployment);
}

/** The value of `Fn::GetAtt`. */
export function attributeOf(resource: Named, attribute: string, deployment: Deployment): string {
  if (/Arn$/.test(attribute)) return arnOf(resource, deployment);
  if (/(?:Name|Id)$/.test(attribute)) return nameOf(resource, deployment);
  return `${nameOf(resource, deployment)}.${attribute}`;
}

/**
 * A plausible stand-in for a value that only the account has (an export, an SSM parameter).
 *
 * @param property the property for the value; its name shows which kind of value it takes
 */
export function valueFor(property: string, origin: string, deployment: Deployment): string {
  const { account, region, partition } = deployment;
  const id = uuidOf(property, origin);
  if (/Kms|Key(?:Id|Arn)?$/.test(property)) return `arn:${partition}:kms:${region}:${account}:key/${id}`;
  if (/RoleArn$/.test(property)) return `arn:${partition}:iam::${account}:role/rehearsal-${id.slice(0, 8)}`;
  return `rehearsal-${id.slice(0, 8)}`;
}

export const isKmsKey = (type: string) => type === 'AWS::KMS::Key' || type === 'AWS::KMS::ReplicaKey';

const refersByArn = new Set([
  'AWS::SageMaker::EndpointConfig',
  'AWS::SageMaker::Endpoint',
  'AWS::SageMaker::Model',
  'AWS::SNS::Topic',
  'AWS::SecretsManager::Secret',
]);

function nameOf({ logicalId, type, generation }: Named, { stackName, stackId }: Deployment): string {
  const parts = [stackId, logicalId, type, String(generation)];
  if (isKmsKey(type)) return uuidOf(...parts);
  if (type === 'AWS::KMS::Alias') return `alias/${stackName}-${logicalId}`;
  const name = `${stackName}-${logicalId}-${suffixOf(...parts)}`;
  return type.startsWith('AWS::S3::') ? name.toLowerCase() : name;
}

/** The text before the name in a type's ARNs, where it is not the last word of the type in kebab case. */
const prefixes: Readonly<Record<string, string>> = {
  'AWS::KMS::ReplicaKey': 'key/',
  'AWS::Lambda::Function': 'function:',
  'AWS::Logs::LogGroup': 'log-group:',
  'AWS::SNS::Topic': '',
  'AWS::SQS::Queue': '',
  'AWS::SecretsManager::Secret': 'secret:',
};

function arnOf(resource: Named, deployment: Deployment): string {
  const { account, region, partition } = deployment;
  const [, service = 'cloudformation', kind = 'resource'] = resource.type.split('::');
  const name = nameOf(resource, deployment);
  if (service === 'S3') return `arn:${partition}:s3:::${name}`;
  const word = kind.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
  const prefix = Object.hasOwn(prefixes, resource.type) ? prefixes[resource.type] : `${word}/`;
  const where = service === 'IAM' ? '' : region;
  const path = resource.type === 'AWS::KMS::Alias' ? name : `${prefix}${name}`;
  return `arn:${partition}:${service.toLowerCase()}:${where}:${account}:${path}`;
}
