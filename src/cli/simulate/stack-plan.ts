import { isDeepStrictEqual } from 'node:util';
import { rule } from '../../decision/index.js';
import type { Deployment } from './deployment.js';
import type { Resolved } from './resolve.js';
import type { TemplateFile } from './template-file.js';

export interface StackPlan {
  readonly action: 'CREATE' | 'UPDATE';
  readonly deployment: Deployment;
  readonly source: TemplateFile;
  /** The template before an update. */
  readonly previous: TemplateFile | undefined;
  /** Every resource after the operation, by its logical id. */
  readonly resources: ReadonlyMap<string, PlannedResource>;
  /** Each wave holds creations and updates that run in parallel. They refer only to resources of earlier waves. */
  readonly waves: readonly (readonly ResourceChange[])[];
  /** Resources that an update removes in its cleanup. */
  readonly deletions: readonly ResourceChange[];
  readonly outputs: ReadonlyMap<string, string>;
}

export interface PlannedResource extends Resolved {
  /** Counts the resources that this logical id has had: each replacement adds one. */
  readonly generation: number;
  /** Whether the operation creates it, for the first time or as a replacement. */
  readonly isNew: boolean;
  readonly nested?: NestedStack | undefined;
}

/** A stack that is a resource of another. */
export type NestedStack =
  | { readonly kind: 'planned'; readonly plan: StackPlan }
  | { readonly kind: 'unread'; readonly reason: string };

export interface ResourceChange {
  readonly action: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  /** The physical ID of the resource that a replacement deletes in its cleanup. */
  readonly replaces?: string | undefined;
  /** Whether its deletion policy keeps the resource. */
  readonly retained: boolean;
  /** The resource after the operation; absent for a deletion. */
  readonly after?: Resolved;
  /** The resource as the change set shows it, with placeholders for values that exist only after the deployment. */
  readonly planned?: Resolved | undefined;
  readonly before?: Resolved | undefined;
  readonly nested?: NestedStack | undefined;
}

/** Why the guard cannot judge a change in a rehearsal: its key is missing, and a transform may still write it. */
export function openKeyOf({ type, after }: ResourceChange): string | undefined {
  const isMissing = type === rule.resourceType && after?.properties['KmsKeyId'] === undefined;
  return isMissing ? after?.open : undefined;
}

/** Whether a plan changes anything. CloudFormation refuses an update without changes before it calls a hook. */
export function hasChanges({ waves, deletions, source, previous }: StackPlan): boolean {
  if (waves.length > 0 || deletions.length > 0) return true;
  // CloudFormation compares templates, not texts: comments and layout are no changes.
  return !isDeepStrictEqual(source.template.root, previous?.template.root);
}

/** The plans of a stack and of all its nested stacks, outermost first. */
export function withNested(plan: StackPlan): readonly StackPlan[] {
  const nested = plan.waves
    .flat()
    .flatMap(({ nested }) => (nested?.kind === 'planned' ? withNested(nested.plan) : []));
  return [plan, ...nested];
}
