/** template.yaml as data, for the tests that hold it to the code. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CollectionTag, parse, type ScalarTag } from 'yaml';

export const root = join(import.meta.dirname, '..');

export type Json = string | number | boolean | null | Json[] | Members;
export type Members = { [name: string]: Json };
interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties: Members;
  readonly Metadata?: { readonly BuildMethod: string; readonly BuildProperties: Members };
}
interface Template {
  readonly Metadata: {
    readonly 'AWS::CloudFormation::Interface': {
      readonly ParameterGroups: readonly { readonly Parameters: readonly string[] }[];
      readonly ParameterLabels: Members;
    };
  };
  readonly Parameters: Readonly<Record<string, Members>>;
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** Reads `!Name x` as `{"Name": x}`. */
function tags(name: string): (ScalarTag | CollectionTag)[] {
  return [
    { tag: `!${name}`, resolve: (text) => ({ [name]: text }) },
    { tag: `!${name}`, collection: 'seq', resolve: (list) => ({ [name]: list.toJSON() }) },
  ];
}
const functions = [
  'Ref',
  'Sub',
  'GetAtt',
  'If',
  'Join',
  'Not',
  'Or',
  'Equals',
  'Select',
  'Split',
  'Condition',
];
export const source = readFileSync(join(root, 'template.yaml'), 'utf8');
export const template = parse(source, { customTags: functions.flatMap(tags) }) as Template;

/** A resource by its logical id. */
export function resource(logicalId: string): Resource {
  const found = template.Resources[logicalId];
  if (!found) throw new Error(`template.yaml has no ${logicalId}`);
  return found;
}
export const guard = resource('GuardFunction');
