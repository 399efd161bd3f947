/** The template's Rules, which CloudFormation checks against the parameters' values before anything else. */

import type { Path } from '../path.js';
import { mapAt, memberOf } from '../raw-value.js';
import type { Template } from '../template.js';
import { condition } from './conditions.js';
import { refAll, ruleFunctions } from './rule-functions.js';
import { explore } from './scenario.js';
import type { Context, Scope } from './scope.js';
import { scopeOf } from './template-scope.js';

/** One assertion, checked against parameter values. */
export interface Assertion {
  readonly rule: string;
  /** The rule's place in the template. */
  readonly path: Path;
  readonly description: string;
  /** Undefined where the answer depends on facts that only the account knows. */
  readonly holds: boolean | undefined;
}

/** The answer of an assertion with more scenarios than this is undefined. */
const MAX_SCENARIOS = 64;

/** @throws TemplateError where the template contradicts itself or exceeds a limit */
export function assertionsOf(template: Template, context: Context): readonly Assertion[] {
  const { scope } = scopeOf(template, context);
  return Object.entries(mapAt(template.root, 'Rules')).flatMap(([rule, raw]) => {
    const assertions = memberOf(raw, 'Assertions');
    const path: Path = ['Rules', rule];
    return (Array.isArray(assertions) ? assertions : []).map((assertion, index): Assertion => {
      const description = memberOf(assertion, 'AssertDescription');
      return {
        ...{ rule, path },
        description: typeof description === 'string' ? description : '',
        holds: holds(raw, assertion, [...path, 'Assertions', index, 'Assert'], scope),
      };
    });
  });
}

function holds(rule: unknown, assertion: unknown, path: Path, scope: Scope): boolean | undefined {
  let found: boolean | undefined;
  let count = 0;
  for (const held of explore((scenario) => {
    const outside = { ...scope, scenario };
    const functions = { ...scope.strictFunctions, ...ruleFunctions, 'Fn::RefAll': refAll(outside) };
    const inScenario = { ...outside, strictFunctions: functions };
    const when = memberOf(rule, 'RuleCondition');
    const isApplied =
      when === undefined || condition(when, [...path.slice(0, 2), 'RuleCondition'], inScenario);
    return !isApplied || condition(memberOf(assertion, 'Assert'), path, inScenario);
  })) {
    if (++count > MAX_SCENARIOS || (found !== undefined && held !== found)) return undefined;
    found = held;
  }
  return found;
}
