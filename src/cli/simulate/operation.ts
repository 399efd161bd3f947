/** A stack operation as CloudFormation plans it: what is created, changed, replaced and deleted, in which order. */
import { type Context, locate, type Template, TemplateError } from '../../template/index.js';
import type { Deployment } from './deployment.js';
import { attributeOf, physicalId, valueFor } from './physical.js';
import type { Names } from './references.js';
import { isReplaced, isSame } from './replacement.js';
import { type Notes, type Resolved, resolveResources } from './resolved.js';
import { levels } from './waves.js';

/** A template with the values that it is deployed with. */
export interface Definition {
  readonly template: Template;
  readonly context: Context;
}

export interface Change {
  readonly action: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  /** The resource that a replacement deletes in its clean-up, by its physical id. */
  readonly replaces?: string;
  /** Whether a deletion leaves the resource as it is, under a deletion policy. */
  readonly retained: boolean;
  /** Resolved properties after the operation, absent on a deletion. */
  readonly after?: Resolved;
  /** The same as the change set knows them: what is only there afterwards is marked. */
  readonly planned?: Resolved | undefined;
  readonly before?: Resolved | undefined;
}

export interface Operation {
  readonly action: 'CREATE' | 'UPDATE';
  /** Creations and updates that can go on side by side; what they refer to comes in an earlier wave. */
  readonly waves: readonly (readonly Change[])[];
  /** Resources that an update removes, in its clean-up. */
  readonly deletions: readonly Change[];
  readonly notes: ReadonlySet<string>;
}

/** Stands in a change set for what is only known after it has run. */
export const knownAfterApply = '{{changeSet:KNOWN_AFTER_APPLY}}';

/**
 * Plans a creation, or an update from a previous definition.
 *
 * @throws TemplateError where a template cannot be deployed
 */
export function planOperation(
  next: Definition,
  previous: Definition | undefined,
  deployment: Deployment,
): Operation {
  const notes: Notes = new Set();
  const existing = previous ? resolveAll(previous, deployment, new Map(), new Set()) : [];
  const old = new Map(existing.map((resource) => [resource.logicalId, resource]));
  // A replacement has a new name, which changes what refers to it, which may have to be replaced in turn.
  const generations = new Map<string, number>();
  let resources = resolveAll(next, deployment, generations, notes);
  for (let more = true; more; ) {
    more = false;
    for (const resource of resources) {
      const before = old.get(resource.logicalId);
      if (!before || generations.has(resource.logicalId) || !isReplaced(before, resource)) continue;
      generations.set(resource.logicalId, 2);
      more = true;
    }
    if (more) resources = resolveAll(next, deployment, generations, notes);
  }
  const made = new Set(
    resources.map(({ logicalId }) => logicalId).filter((id) => !old.has(id) || generations.has(id)),
  );
  const planned = new Map(
    resolveAll(next, deployment, generations, notes, made).map((resource) => [resource.logicalId, resource]),
  );
  const changes = resources.flatMap((after): Change[] => {
    const before = old.get(after.logicalId);
    if (before && isSame(before, after)) return [];
    const named = { ...after, generation: generations.get(after.logicalId) ?? 1 };
    return [
      {
        action: before ? 'UPDATE' : 'CREATE',
        logicalId: after.logicalId,
        type: after.type,
        physicalId: physicalId(named, deployment),
        ...(generations.has(after.logicalId) && {
          replaces: physicalId({ ...after, generation: 1 }, deployment),
        }),
        retained: isRetained(after),
        after,
        planned: planned.get(after.logicalId),
        before,
      },
    ];
  });
  const kept = new Set(resources.map(({ logicalId }) => logicalId));
  return {
    action: previous ? 'UPDATE' : 'CREATE',
    waves: byLevel(
      changes,
      levels(resources, ({ path }) => locate(next.template, path)),
    ),
    deletions: existing
      .filter(({ logicalId }) => !kept.has(logicalId))
      .map((before) => ({
        action: 'DELETE',
        logicalId: before.logicalId,
        type: before.type,
        physicalId: physicalId({ ...before, generation: 1 }, deployment),
        retained: isRetained(before),
        before,
      })),
    notes,
  };
}

/** @param made resources whose names the change set does not know yet */
function resolveAll(
  { template, context }: Definition,
  deployment: Deployment,
  generations: ReadonlyMap<string, number>,
  notes: Notes,
  made: ReadonlySet<string> = new Set(),
): readonly Resolved[] {
  const names: Names = (logicalId, attribute) => {
    if (!Object.hasOwn(template.resources, logicalId)) return undefined;
    if (made.has(logicalId)) return knownAfterApply;
    const type = typeOf(template.resources[logicalId]);
    const named = { logicalId, type, generation: generations.get(logicalId) ?? 1 };
    return attribute === undefined
      ? physicalId(named, deployment)
      : attributeOf(named, attribute, deployment);
  };
  const makeUp = (property: string, origin: string) => valueFor(property, origin, deployment);
  return resolveResources(template, context, names, makeUp, notes);
}

function byLevel(changes: readonly Change[], level: ReadonlyMap<string, number>): readonly Change[][] {
  const waves = new Map<number, Change[]>();
  for (const change of changes) {
    const at = level.get(change.logicalId) ?? 0;
    waves.set(at, [...(waves.get(at) ?? []), change]);
  }
  return [...waves].sort(([one], [other]) => one - other).map(([, wave]) => wave);
}

function isRetained({ raw }: Resolved): boolean {
  const policy = (raw as { DeletionPolicy?: unknown } | null)?.DeletionPolicy;
  return policy === 'Retain';
}

function typeOf(raw: unknown): string {
  const type = (raw as { Type?: unknown } | null)?.Type;
  if (typeof type !== 'string') throw new TemplateError('A resource has no Type');
  return type.trim();
}
