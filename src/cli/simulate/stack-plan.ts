/** A stack operation as it is planned. */
import type { Deployment } from './deployment.js';
import type { Resolved } from './resolve.js';
import type { TemplateFile } from './template-file.js';

export interface StackPlan {
  readonly action: 'CREATE' | 'UPDATE';
  readonly deployment: Deployment;
  readonly source: TemplateFile;
  /** Of an update. */
  readonly previous: TemplateFile | undefined;
  /** Every resource that there is afterwards, by its logical id. */
  readonly resources: ReadonlyMap<string, PlannedResource>;
  /** Creations and updates that can go on side by side; what they refer to comes in an earlier wave. */
  readonly waves: readonly (readonly ResourceChange[])[];
  /** Resources that an update removes, in its clean-up. */
  readonly deletions: readonly ResourceChange[];
  readonly outputs: ReadonlyMap<string, string>;
}

export interface PlannedResource extends Resolved {
  /** How many resources of this logical id there have been; a replacement makes another. */
  readonly generation: number;
  /** Whether the operation makes it, as a replacement or for the first time. */
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
  /** The resource that a replacement deletes in its clean-up, by its physical id. */
  readonly replaces?: string | undefined;
  /** Whether a deletion leaves the resource as it is, under a deletion policy. */
  readonly retained: boolean;
  /** Resolved properties after the operation, absent on a deletion. */
  readonly after?: Resolved;
  /** The same as the change set knows them: what is only there afterwards is marked. */
  readonly planned?: Resolved | undefined;
  readonly before?: Resolved | undefined;
  readonly nested?: NestedStack | undefined;
}

/** CloudFormation refuses an update without any before it calls a hook. */
export function hasChanges({ waves, deletions, source, previous }: StackPlan): boolean {
  return waves.length > 0 || deletions.length > 0 || source.template.text !== previous?.template.text;
}

/** The plans of a stack and of all that are nested in it, the outermost first. */
export function withNested(plan: StackPlan): readonly StackPlan[] {
  const nested = plan.waves
    .flat()
    .flatMap(({ nested }) => (nested?.kind === 'planned' ? withNested(nested.plan) : []));
  return [plan, ...nested];
}
