/** The key to write: a literal, or a reference to something in the template. */

export type WrittenKey =
  | { readonly kind: 'literal'; readonly value: string }
  | { readonly kind: 'Ref'; readonly name: string }
  | { readonly kind: 'GetAtt'; readonly name: string; readonly attribute: string };

/** The key as a template holds it in JSON. */
export function keyInJson(key: WrittenKey): unknown {
  if (key.kind === 'literal') return key.value;
  return key.kind === 'Ref' ? { Ref: key.name } : { 'Fn::GetAtt': [key.name, key.attribute] };
}

/** The key in YAML, references in their short form. */
export function keyInYaml(key: WrittenKey): string {
  if (key.kind === 'literal') return yamlText(key.value);
  return key.kind === 'Ref' ? `!Ref ${key.name}` : `!GetAtt ${key.name}.${key.attribute}`;
}

/** Plain where no YAML reader could take it for anything but a string, in braces too. */
function yamlText(text: string): string {
  return /^(?:alias\/|arn:)[A-Za-z0-9:/_-]*[A-Za-z0-9]$/.test(text) ? text : `'${text}'`;
}
