/** The parameter values of a deployed stack, put into its template. */
import type { StackParameter, StackSource } from '../../../aws/index.js';
import { isRawMap, memberOf, type RawMap, type Template } from '../../../template/index.js';

/**
 * Reads the stack's parameter values, and changes the template's declarations where they would contradict the stack:
 *
 * - CloudFormation shows the value of a `NoEcho` parameter as `****`. The value is unknown, and the default is not it.
 * - The resolved value of an SSM parameter is known. Its declaration gets the plain type of that value.
 * - In a processed template all transforms have run, so no macro and no include can change it any more.
 *
 * @returns `values`: the known values of its parameters
 */
export function withStackValues(template: Template, { parameters, processed }: StackSource) {
  const declarations: Record<string, unknown> = { ...template.parameters };
  const values: Record<string, string> = {};
  for (const parameter of parameters) {
    const { name, resolved } = parameter;
    const declaration = Object.hasOwn(declarations, name) ? declarations[name] : undefined;
    if (isMasked(declaration, parameter)) declarations[name] = withoutDefault(declaration);
    else if (resolved !== undefined) {
      values[name] = resolved;
      declarations[name] = { Type: plainType(declaration) };
    } else if (parameter.value !== undefined) values[name] = parameter.value;
  }
  const adapted = { ...template, parameters: declarations };
  return { template: processed ? { ...adapted, macro: undefined, includes: false } : adapted, values };
}

function isMasked(declaration: unknown, { value }: StackParameter): declaration is RawMap {
  return isRawMap(declaration) && value === '****' && String(memberOf(declaration, 'NoEcho')) === 'true';
}

function withoutDefault({ Default: _, ...declaration }: RawMap): RawMap {
  return declaration;
}

/** The type of the resolved value: `AWS::SSM::Parameter::Value<List<String>>` -> `CommaDelimitedList`. */
function plainType(declaration: unknown): string {
  return /List/.test(String(memberOf(declaration, 'Type'))) ? 'CommaDelimitedList' : 'String';
}
