/** An expression put into a template as a property, and what it comes to in each scenario. */

import { AmbiguousScalar } from '../../../src/template/ambiguous-scalar.js';
import {
  type Context,
  type ResourceAlternative,
  type ResourceView,
  readTemplate,
  resourcesOfType,
} from '../../../src/template/index.js';
import { NoValue, Rest, Unknown, type Value } from '../../../src/template/value.js';

export const TYPE = 'Test::Thing';
export const STACK: Context = {
  parameters: { values: {}, useDefaults: false },
  pseudo: { accountId: '111122223333', region: 'eu-west-1', stackName: 'models', stackId: 'arn:stack' },
};
export const DEFAULTS: Context = { ...STACK, parameters: { values: {}, useDefaults: true } };

export async function views(text: string | object, context = STACK): Promise<readonly ResourceView[]> {
  const source = typeof text === 'string' ? text : JSON.stringify(text);
  return resourcesOfType(await readTemplate(source, TYPE), TYPE, context);
}

/** The alternatives of the only resource of the type. */
export async function alternatives(text: string | object, context = STACK): Promise<ResourceAlternative[]> {
  const [view] = await views(text, context);
  return view ? [...view.alternatives()] : [];
}

/** What `Value` comes to in each scenario, beside the sections given. */
export async function outcomes(
  expression: unknown,
  sections: object = {},
  context = STACK,
): Promise<unknown[]> {
  const template = {
    ...sections,
    Resources: { Thing: { Type: TYPE, Properties: { Value: expression } }, Other: { Type: 'AWS::KMS::Key' } },
  };
  return (await alternatives(template, context)).map(({ exists, properties }) =>
    exists ? readable(properties['Value']) : 'not there',
  );
}

/** A value in a form that tables can hold: `unknown`, `set`, `none` … for what JSON does not have. */
export function readable(value: Value | undefined): unknown {
  if (value instanceof AmbiguousScalar) return `<written ${value}>`;
  if (value instanceof Unknown) return value.set ? '<set>' : '<unknown>';
  if (value === NoValue) return '<none>';
  if (Array.isArray(value)) {
    const isUnknown = value.length === 0 && value[Rest];
    return isUnknown ? `<list of ${isUnknown.set ? 'set' : 'unknown'}>` : value.map(readable);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readable(item)]));
  }
  return value;
}
