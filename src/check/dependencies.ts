/** What an expression draws on by name: parameters and conditions, those behind its conditions included. */
import { asCall, isRawMap, memberOf, type Template } from '../template/index.js';

export interface Dependencies {
  readonly parameters: ReadonlySet<string>;
  readonly conditions: ReadonlySet<string>;
}

/** Maps and lists that are looked through: an expression that has more is one that nobody is told every part of. */
const MAX_PARTS = 200;

/** Names that an expression refers to. Follows named conditions, each once, however they refer to one another. */
export function dependenciesOf(raw: unknown, template: Template): Dependencies {
  const parameters = new Set<string>();
  const conditions = new Set<string>();
  const open: unknown[] = [raw];
  const seen = new Set<unknown>();
  const condition = (name: unknown) => {
    if (typeof name !== 'string' || conditions.has(name)) return;
    conditions.add(name);
    open.push(memberOf(template.conditions, name));
  };
  const parameter = (name: string) => {
    if (Object.hasOwn(template.parameters, name)) parameters.add(name);
  };
  while (open.length > 0 && seen.size < MAX_PARTS) {
    const part = open.pop();
    if (typeof part !== 'object' || part === null || seen.has(part)) continue;
    // Aliases repeat a part without end.
    seen.add(part);
    const call = asCall(part);
    if (call?.name === 'Ref' && typeof call.argument === 'string') parameter(call.argument);
    if (call?.name === 'Fn::If' && Array.isArray(call.argument)) condition(call.argument[0]);
    if (call?.name === 'Fn::Sub') {
      const [text] = Array.isArray(call.argument) ? call.argument : [call.argument];
      const holes = typeof text === 'string' ? text.matchAll(/\$\{([^{}!]+)\}/g) : [];
      for (const [, name = ''] of holes) parameter(name.trim());
    }
    if (isRawMap(part)) condition(memberOf(part, 'Condition'));
    for (const inner of Object.values(part)) open.push(inner);
  }
  return { parameters, conditions };
}
