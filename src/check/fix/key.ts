/** The key to write: a literal, or a reference to a part of the template. */

export type WrittenKey =
  | { readonly kind: 'literal'; readonly value: string }
  | { readonly kind: 'Ref'; readonly name: string }
  | { readonly kind: 'GetAtt'; readonly name: string; readonly attribute: string };

/** The key as a value in a JSON template. */
export function keyInJson(key: WrittenKey): unknown {
  if (key.kind === 'literal') return key.value;
  return key.kind === 'Ref' ? { Ref: key.name } : { 'Fn::GetAtt': [key.name, key.attribute] };
}

/** The key as a value in a YAML template, with references in their short form. */
export function keyInYaml(key: WrittenKey): string {
  if (key.kind === 'literal') return yamlText(key.value);
  return key.kind === 'Ref' ? `!Ref ${key.name}` : `!GetAtt ${key.name}.${key.attribute}`;
}

/** Without quotes where every YAML parser reads a string, in braces too. */
function yamlText(text: string): string {
  return /^(?:alias\/|arn:)[A-Za-z0-9:/_-]*[A-Za-z0-9]$/.test(text) ? text : `'${text}'`;
}
