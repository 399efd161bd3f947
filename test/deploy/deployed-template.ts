/** The templates of deploy/ as data, for the tests that hold them to the code and to each other. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTemplate } from '../../scripts/package.mjs';
import { type Members, root } from './sam-template.js';

export interface Template {
  readonly Metadata: {
    readonly 'AWS::CloudFormation::Interface': {
      readonly ParameterGroups: readonly { readonly Parameters: readonly string[] }[];
      readonly ParameterLabels: Members;
    };
  };
  readonly Parameters: Readonly<Record<string, Members>>;
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Members }>>;
}

/** @param file its name in deploy/ */
export function readDeployed(file: string): Template {
  return readTemplate(readFileSync(join(root, 'deploy', file), 'utf8')) as Template;
}

/** Whether CloudFormation takes the value for the parameter, or for an item of its list. */
export function allows(parameter: Members | undefined, value: string): boolean {
  const fits = value.length <= Number(parameter?.MaxLength ?? Number.POSITIVE_INFINITY);
  return fits && new RegExp(`^(?:${parameter?.AllowedPattern})$`).test(value);
}
