/** What a resource's properties follow from, in a form in which two templates can be compared. */

import { asCall, MAX_STEPS, memberOf } from '../raw.js';
import { canonicalText } from './canonical.js';
import { Budget, type Scope } from './scope.js';
import { bind } from './text.js';

/** Members of a resource that its properties follow from. Documentation and policies are left out. */
const OWN = ['Type', 'Condition', 'Properties', 'Fn::Transform'];

/**
 * Everything a resource's properties follow from, short of parameter values: its own members, and the
 * conditions, mappings and kinds of parameters that these name.
 *
 * @throws TemplateError where aliases make it larger than any template is
 */
export function definitionOf(raw: unknown, scope: Scope): string {
  const budget = new Budget(MAX_STEPS);
  const parts = new Map<string, string>();
  const note = (name: string): void => {
    if (parts.has(name)) return;
    const used = scope.conditions.get(name)?.raw ?? memberOf(scope.template.mappings, name);
    const isParameter = Object.hasOwn(scope.template.parameters, name);
    if (used === undefined && !isParameter) return;
    // Set first: conditions may refer to one another in a circle.
    parts.set(name, isParameter ? 'parameter' : '');
    if (used !== undefined) parts.set(name, `${parts.get(name)}${canonicalText(used, budget, visit)}`);
  };
  const visit = (part: unknown): void => {
    if (typeof part === 'string') {
      const text = bind(part, scope.bindings, [], scope.budget);
      note(typeof text === 'string' ? text : part);
      return;
    }
    const call = asCall(part);
    if (call?.name !== 'Fn::FindInMap') return;
    const name = Array.isArray(call.argument) ? call.argument[0] : undefined;
    // The name is worked out, so that it may be the name of any.
    if (typeof name !== 'string') Object.keys(scope.template.mappings).forEach(note);
  };
  const own = OWN.map((key) => memberOf(raw, key) ?? null);
  const written = canonicalText(own, budget, visit);
  return JSON.stringify([
    written,
    [...scope.bindings],
    [...parts].sort(([a], [b]) => (a < b ? -1 : 1)),
    scope.template.macro,
  ]);
}
