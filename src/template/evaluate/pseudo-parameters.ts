import { partitionOf, urlSuffixOf } from '../partitions.js';
import type { Path } from '../path.js';
import { Unknown, unknownList, type Value } from '../value.js';
import type { Scope } from './scope.js';

/** A pseudo parameter's value; undefined where no pseudo parameter has this name. The caller handles `AWS::NoValue`. */
export function pseudoParameter(name: string, path: Path, scope: Scope): Value | undefined {
  const { accountId, region, stackName, stackId, ...pseudo } = scope.context.pseudo;
  const partition = pseudo.partition ?? (region === undefined ? undefined : partitionOf(region));
  const values: Readonly<Record<string, string | undefined>> = {
    'AWS::AccountId': accountId,
    'AWS::Region': region,
    'AWS::Partition': partition,
    'AWS::StackName': stackName,
    'AWS::StackId': stackId,
    'AWS::URLSuffix': partition === undefined ? undefined : urlSuffixOf(partition),
  };
  const unknown = new Unknown(`${name}, whose value is not known before the deployment`, path, true);
  if (name === 'AWS::NotificationARNs') return unknownList(unknown.withSet(false));
  if (!Object.hasOwn(values, name)) return undefined;
  return values[name] ?? scope.scenario.values.get(name) ?? unknown;
}
