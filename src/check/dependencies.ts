/** Finds the parameters and conditions that an expression uses, directly or through its conditions. */
import { asCall, isRawMap, memberOf, type Template } from '../template/index.js';

/** How many maps and lists are searched. Advice that names the parts of a larger expression would help nobody. */
const MAX_PARTS = 200;

/** The names that an expression refers to. It follows each named condition once, so circles end. */
export function dependenciesOf(raw: unknown, template: Template) {
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
    // Aliases may repeat a part many times, so each part is searched once.
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
