/** What the expressions of one template are evaluated in. */

import type { Template } from '../parse/read.js';
import { MAX_STEPS, memberOf } from '../raw.js';
import { transformsAmong } from '../transforms.js';
import { type Member, members } from './loops.js';
import { Scenario } from './scenario.js';
import { Budget, type Context, type Scope } from './scope.js';
import { bind } from './text.js';

export interface TemplateScope {
  readonly scope: Scope;
  /** The resources, loops written out. */
  readonly resources: readonly Member[];
}

/** @throws TemplateError where a loop contradicts itself or goes beyond all bounds */
export function scopeOf(template: Template, context: Context): TemplateScope {
  const outside: Scope = {
    template,
    context,
    conditions: new Map(),
    conditionsMacro: undefined,
    macro: template.macro,
    resourceTypes: new Map(),
    scenario: new Scenario([]),
    bindings: new Map(),
    loops: 0,
    budget: new Budget(MAX_STEPS),
    underway: [],
    defaults: new Set(),
  };
  const conditions = members(template.conditions, ['Conditions'], outside);
  const resources = members(template.resources, ['Resources'], outside);
  const scope: Scope = {
    ...outside,
    macro: template.macro ?? transformsAmong(resources).macro,
    conditions: new Map(conditions.map((condition) => [condition.key, condition])),
    conditionsMacro: transformsAmong(conditions).macro,
    resourceTypes: new Map(resources.map((resource) => [resource.key, typeOf(resource, outside)])),
  };
  return { scope, resources };
}

/** @returns undefined where it is not known, or missing */
function typeOf(resource: Member, scope: Scope): string | undefined {
  const raw = memberOf(resource.raw, 'Type');
  const type =
    typeof raw === 'string' ? bind(raw, resource.bindings, resource.path, scope.budget) : undefined;
  return typeof type === 'string' ? type.trim() : undefined;
}
