import { GAP, matches, type Policy } from '../decision/index.js';
import { memberOf, type ResourceView, type Template } from '../template/index.js';
import type { WrittenKey } from './fix/key.js';

/** The ARN of a key that does not exist yet, with gaps for the unknown parts. */
const ARN = `arn:${GAP}:kms:${GAP}:${GAP}:key/${GAP}`;

/**
 * A reference to the ARN of the template's only AWS::KMS::Key, if it exists whenever the configuration does. Undefined
 * where there is none or more than one, or where the policy's patterns do not match.
 */
export function keyOfTemplate(
  { resources }: Template,
  { raw }: Pick<ResourceView, 'raw'>,
  { allowedKeys }: Policy,
): Extract<WrittenKey, { kind: 'GetAtt' }> | undefined {
  const keys = keysAmong(resources);
  const [only] = keys;
  if (!only || keys.length > 1) return undefined;
  const condition = memberOf(only[1], 'Condition');
  if (condition !== undefined && condition !== memberOf(raw, 'Condition')) return undefined;
  if (allowedKeys.length > 0 && !allowedKeys.some((pattern) => matches(pattern, ARN))) return undefined;
  return { kind: 'GetAtt', name: only[0], attribute: 'Arn' };
}

const known = new WeakMap<Template['resources'], readonly (readonly [string, unknown])[]>();

/** Searches a template once, not again for each of its configurations. */
function keysAmong(resources: Template['resources']): readonly (readonly [string, unknown])[] {
  const found =
    known.get(resources) ??
    Object.entries(resources).filter(([, resource]) => memberOf(resource, 'Type') === 'AWS::KMS::Key');
  known.set(resources, found);
  return found;
}
