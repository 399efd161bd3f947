/** template.yaml as data, for the tests that hold it to the code. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CollectionTag, parse, type ScalarTag } from 'yaml';

export const root = join(import.meta.dirname, '../..');

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
  readonly Outputs: Readonly<Record<string, Members>>;
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

/** Each change of template.yaml that the function sees: what changes, the line, and the line in its place. */
export const changesOfTheFunction: readonly (readonly [what: string, line: string, changed: string])[] = [
  ['its memory', 'MemorySize: 1769', 'MemorySize: 1024'],
  ['its time limit', 'Timeout: 25', 'Timeout: 20'],
  ['its runtime', 'Runtime: nodejs24.x', 'Runtime: nodejs22.x'],
  ['its log level', 'ApplicationLogLevel: INFO', 'ApplicationLogLevel: DEBUG'],
  ['the level of Lambda’s own log', 'SystemLogLevel: INFO', 'SystemLogLevel: WARN'],
  ['its environment', '        Variables:\n', '        Variables:\n          MORE: text\n'],
  ['its architecture', 'Architectures: [!Ref Architecture]', 'Architectures: [arm64]'],
  ['its role', 'Role: !GetAtt GuardRole.Arn', 'Role: !GetAtt HookExecutionRole.Arn'],
];
