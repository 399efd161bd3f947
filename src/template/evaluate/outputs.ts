import { mapAt, memberOf } from '../raw-value.js';
import type { Template } from '../template.js';
import type { Value } from '../value.js';
import { isTrue } from './conditions.js';
import { members } from './loops.js';
import { explore } from './scenario.js';
import type { Context } from './scope.js';
import { scopeOf } from './template-scope.js';

/**
 * Values by the output's name, without the outputs whose condition is false. Where the context leaves a question open,
 * the first scenario answers it.
 *
 * @throws TemplateError where the template contradicts itself or exceeds a limit
 */
export function outputsOf(template: Template, context: Context): ReadonlyMap<string, Value> {
  const { scope } = scopeOf(template, context);
  const outputs = new Map<string, Value>();
  for (const { key, raw, path, items } of members(mapAt(template.root, 'Outputs'), ['Outputs'], scope)) {
    const [value] = explore((scenario) => {
      const inScenario = { ...scope, items, scenario };
      const name = memberOf(raw, 'Condition');
      const exists = name === undefined || isTrue(name, [...path, 'Condition'], inScenario);
      return exists ? scope.evaluate(memberOf(raw, 'Value'), [...path, 'Value'], inScenario) : undefined;
    });
    if (value !== undefined) outputs.set(key, value);
  }
  return outputs;
}
