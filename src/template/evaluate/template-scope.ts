/** Makes the scope in which the expressions of one template are evaluated. */

import { MAX_RESOURCES } from '../limits.js';
import type { Template } from '../template.js';
import { TemplateError } from '../template-error.js';
import { transformsAmong } from '../transforms.js';
import { Budget } from './budget.js';
import { evaluate } from './expression.js';
import { strictFunctions } from './functions.js';
import { members } from './loops.js';
import { typeOf } from './resource-type.js';
import { Scenario } from './scenario.js';
import type { Context, Scope } from './scope.js';

export interface TemplateScope {
  readonly scope: Scope;
  /** The resources, with loops expanded. */
  readonly resources: ReturnType<typeof members>;
}

/** @throws TemplateError where a loop is malformed or the template exceeds a limit */
export function scopeOf(template: Template, context: Context): TemplateScope {
  const bare: Scope = {
    evaluate,
    strictFunctions,
    template,
    context,
    conditions: new Map(),
    conditionsMacro: undefined,
    macro: template.macro,
    resourceTypes: new Map(),
    scenario: new Scenario(),
    items: new Map(),
    loops: 0,
    budget: new Budget(),
    underway: [],
    defaults: new Set(),
  };
  const conditions = members(template.conditions, ['Conditions'], bare);
  const resources = members(template.resources, ['Resources'], bare);
  if (resources.length > MAX_RESOURCES)
    throw new TemplateError(`The template declares ${resources.length} resources; CloudFormation takes 500`);
  const scope: Scope = {
    ...bare,
    macro: template.macro ?? transformsAmong(resources).macro,
    conditions: new Map(conditions.map((condition) => [condition.key, condition])),
    conditionsMacro: transformsAmong(conditions).macro,
    resourceTypes: new Map(resources.map((resource) => [resource.key, typeOf(resource, bare.budget)])),
  };
  return { scope, resources };
}
