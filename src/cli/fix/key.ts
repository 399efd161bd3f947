/** The key to write: a literal, or a reference to something in the template. */

import { UsageError } from '../command.js';

export type Key =
  | { readonly kind: 'literal'; readonly value: string }
  | { readonly kind: 'Ref'; readonly name: string }
  | { readonly kind: 'GetAtt'; readonly name: string; readonly attribute: string };

/**
 * Reads the value of `--key`: what the API takes for a key, a dynamic reference, `!Ref Name` or
 * `!GetAtt Name.Attribute`.
 * @throws UsageError
 */
export function parseKey(text: string): Key {
  const ref = /^!Ref\s+([A-Za-z0-9]+)$/.exec(text)?.[1];
  if (ref !== undefined) return { kind: 'Ref', name: ref };
  const [, name, attribute] = /^!GetAtt\s+([A-Za-z0-9]+)\.([A-Za-z0-9.]+)$/.exec(text) ?? [];
  if (name !== undefined && attribute !== undefined) return { kind: 'GetAtt', name, attribute };
  // The API's own pattern and length; a dynamic reference stands for text that only the deployment knows.
  if (/^[a-zA-Z0-9:/_-]{1,2048}$/.test(text) || /^\{\{resolve:[^{}'\s]+\}\}$/.test(text)) {
    return { kind: 'literal', value: text };
  }
  throw new UsageError(
    `--key must be a key ID, key ARN, alias name or alias ARN, a dynamic reference, !Ref Name or !GetAtt Name.Arn, not "${text}"`,
  );
}

/** The key as a template holds it in JSON. */
export function keyInJson(key: Key): unknown {
  if (key.kind === 'literal') return key.value;
  return key.kind === 'Ref' ? { Ref: key.name } : { 'Fn::GetAtt': [key.name, key.attribute] };
}

/** The key in YAML, references in their short form. */
export function keyInYaml(key: Key): string {
  if (key.kind === 'literal') return yamlText(key.value);
  return key.kind === 'Ref' ? `!Ref ${key.name}` : `!GetAtt ${key.name}.${key.attribute}`;
}

/** Plain where no YAML reader could take it for anything but a string, in braces too. */
function yamlText(text: string): string {
  return /^(?:alias\/|arn:)[A-Za-z0-9:/_-]*[A-Za-z0-9]$/.test(text) ? text : `'${text}'`;
}
