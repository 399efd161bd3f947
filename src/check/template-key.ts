/** The KMS key that a template makes itself. */
import { GAP, matches, type Policy } from '../decision/index.js';
import { memberOf, type ResourceView, type Template } from '../template/index.js';
import type { WrittenKey } from './fix/key.js';

/** The key's ARN, as far as it is known before there is one. */
const ARN = `arn:${GAP}:kms:${GAP}:${GAP}:key/${GAP}`;

/**
 * The one AWS::KMS::Key of a template that is there whenever the configuration is, by its ARN. Undefined where there
 * is none or more than one, or where the policy's patterns name other keys.
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

/** Looked for once, and not for every configuration of the template. */
function keysAmong(resources: Template['resources']): readonly (readonly [string, unknown])[] {
  const found =
    known.get(resources) ??
    Object.entries(resources).filter(([, resource]) => memberOf(resource, 'Type') === 'AWS::KMS::Key');
  known.set(resources, found);
  return found;
}
