/** Resolves references to a stack's resources while the stack is planned in the order of its dependencies. */

import { isNestedStack } from '../../check/index.js';
import { knownAfterApply, TemplateError } from '../../template/index.js';
import type { Deployment } from './deployment.js';
import { attributeOf, physicalId } from './made-up-names.js';
import type { Unresolved } from './resolve.js';
import { hasChanges, type PlannedResource } from './stack-plan.js';

const isCustom = (type: string) => /^(?:Custom::|AWS::CloudFormation::CustomResource$)/.test(type);

type Resources = ReadonlyMap<string, PlannedResource>;

export class ResourceNames {
  private readonly types: ReadonlyMap<string, string>;

  /**
   * @param existing the resources before an update
   * @param planned the resources planned so far; a reference inside a circle that SAM resolves may precede its target
   */
  constructor(
    resources: readonly Unresolved[],
    private readonly existing: Resources,
    private readonly planned: Resources,
    private readonly deployment: Deployment,
  ) {
    this.types = new Map(resources.map(({ logicalId, type }) => [logicalId, type]));
  }

  /** The value after the operation; undefined where it is unknown. */
  readonly afterwards = (logicalId: string, attribute: string | undefined): string | undefined => {
    const type = this.types.get(logicalId);
    if (type === undefined) return undefined;
    const resource = this.planned.get(logicalId);
    if (isNestedStack(type) && attribute?.startsWith('Outputs.')) {
      return outputOf(resource, attribute.slice('Outputs.'.length));
    }
    // What a custom resource returns is known to nobody, so that its property decides what is made up.
    if (attribute !== undefined && isCustom(type)) return undefined;
    const { generation = 1 } = resource ?? this.existing.get(logicalId) ?? {};
    const named = { logicalId, type, generation };
    return attribute === undefined
      ? physicalId(named, this.deployment)
      : attributeOf(named, attribute, this.deployment);
  };

  /** The value that the change set shows. */
  readonly beforehand = (logicalId: string, attribute: string | undefined): string | undefined => {
    if (!this.types.has(logicalId)) return undefined;
    const resource = this.planned.get(logicalId);
    const { nested } = resource ?? {};
    const isNew = resource ? resource.isNew : !this.existing.has(logicalId);
    const isChanged = attribute !== undefined && nested?.kind === 'planned' && hasChanges(nested.plan);
    return isNew || isChanged ? knownAfterApply : this.afterwards(logicalId, attribute);
  };
}

/** @throws TemplateError where the nested stack has no such output */
function outputOf(resource: PlannedResource | undefined, name: string): string | undefined {
  if (resource?.nested?.kind !== 'planned') return undefined;
  const { outputs, source } = resource.nested.plan;
  const value = outputs.get(name);
  if (value !== undefined) return value;
  throw new TemplateError(`The nested stack ${resource.logicalId} (${source.file}) has no output ${name}`);
}
