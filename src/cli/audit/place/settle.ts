/** A template and the parameters of a stack that runs it: what is known of them after the deployment. */
import type { StackParameter, StackSource } from '../../../aws/index.js';
import { isRawMap, memberOf, type RawMap, type Template } from '../../../template/index.js';

/** A template whose declarations say no more than is still open, and the values that are known. */
export interface Settled {
  readonly template: Template;
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Puts a stack's parameters to its template.
 *
 * The value of a parameter that is declared `NoEcho` is not shown: it is unknown, and its default is not its value.
 * What an SSM parameter held is known, so it is declared as what it came to. In a processed template every
 * transform has run, and nothing is left to be written by one.
 */
export function settle(template: Template, { parameters, processed }: StackSource): Settled {
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
  const settled = { ...template, parameters: declarations };
  return { template: processed ? { ...settled, macro: undefined, includes: false } : settled, values };
}

function isMasked(declaration: unknown, { value }: StackParameter): declaration is RawMap {
  return isRawMap(declaration) && value === '****' && String(memberOf(declaration, 'NoEcho')) === 'true';
}

function withoutDefault({ Default: _, ...declaration }: RawMap): RawMap {
  return declaration;
}

/** `AWS::SSM::Parameter::Value<List<String>>` as the type of its content. */
function plainType(declaration: unknown): string {
  return /List/.test(String(memberOf(declaration, 'Type'))) ? 'CommaDelimitedList' : 'String';
}
