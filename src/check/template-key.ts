import { GAP, matches, type Policy } from '../decision/index.js';
import { isRawMap, memberOf, type ResourceView, type Template } from '../template/index.js';
import type { WrittenKey } from './fix/key.js';

/** The ARN of a key that does not exist yet, with gaps for the unknown parts. */
const ARN = `arn:${GAP}:kms:${GAP}:${GAP}:key/${GAP}`;

/**
 * What the properties of a key may be, where SageMaker is to encrypt with it as soon as it exists. Source:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html
 */
const suitable: Readonly<Record<string, readonly unknown[]>> = {
  KeySpec: [undefined, 'SYMMETRIC_DEFAULT'],
  KeyUsage: [undefined, 'ENCRYPT_DECRYPT'],
  Enabled: [undefined, true, 'true'],
  // A key for imported material has none when it is created.
  Origin: [undefined, 'AWS_KMS'],
};

/**
 * A reference to the ARN of the template's only suitable AWS::KMS::Key, if it exists whenever the configuration does.
 * Undefined where there is none or more than one, or where the policy's patterns do not match.
 */
export function keyOfTemplate(
  template: Template,
  { raw }: Pick<ResourceView, 'raw'>,
  { allowedKeys }: Policy,
): Extract<WrittenKey, { kind: 'GetAtt' }> | undefined {
  const keys = keysAmong(template);
  const [only] = keys;
  if (!only || keys.length > 1) return undefined;
  const condition = memberOf(only[1], 'Condition');
  if (condition !== undefined && condition !== memberOf(raw, 'Condition')) return undefined;
  if (allowedKeys.length > 0 && !allowedKeys.some((pattern) => matches(pattern, ARN))) return undefined;
  return { kind: 'GetAtt', name: only[0], attribute: 'Arn' };
}

const known = new WeakMap<Template['resources'], readonly (readonly [string, unknown])[]>();

/** Searches a template once, not again for each of its configurations. */
function keysAmong(template: Template): readonly (readonly [string, unknown])[] {
  const { resources } = template;
  const found =
    known.get(resources) ??
    Object.entries(resources).filter(
      ([, resource]) => memberOf(resource, 'Type') === 'AWS::KMS::Key' && isSuitable(resource, template),
    );
  known.set(resources, found);
  return found;
}

function isSuitable(resource: unknown, { yaml }: Template): boolean {
  const end = yaml?.document.contents?.range?.[2] ?? 0;
  // Of a long text the parser leaves out the bodies of other resources, and with them their condition and properties.
  const isReduced = yaml !== undefined && yaml.original(end) !== end;
  if (isReduced && isRawMap(resource) && Object.keys(resource).length === 1) return false;
  const properties = memberOf(resource, 'Properties');
  return Object.entries(suitable).every(([name, allowed]) => allowed.includes(memberOf(properties, name)));
}
