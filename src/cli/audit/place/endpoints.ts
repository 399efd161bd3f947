/** The endpoints of one account and Region, by the configurations that they use. */
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { configurationKey, endpoints } from '../../../aws/index.js';
import type { PlaceFailures } from './failures.js';

export interface Users {
  /** The key of a configuration -> the names of the endpoints that use it. */
  readonly byKey: ReadonlyMap<string, readonly string[]>;
  /** Whether every endpoint was read. Only then it is certain that no endpoint uses a configuration. */
  readonly isComplete: boolean;
}

export async function readUsers(client: SageMakerClient, failures: PlaceFailures): Promise<Users> {
  const byKey = new Map<string, string[]>();
  let isComplete = true;
  try {
    for await (const found of endpoints(client)) {
      if (found.kind === 'unreadable') {
        failures.add(`the configuration of the endpoint ${found.name} cannot be read`, found.failure);
        isComplete = false;
        continue;
      }
      for (const name of found.configurations) {
        const key = configurationKey(name);
        const known = byKey.get(key);
        if (known === undefined) byKey.set(key, [found.name]);
        else known.push(found.name);
      }
    }
  } catch (error) {
    failures.add('endpoints cannot be listed, so configurations in use may be shown as not in use', error);
    isComplete = false;
  }
  return { byKey, isComplete };
}

/** The use of a configuration, as its row has it. */
export function useOf(
  key: string | undefined,
  { byKey, isComplete }: Users,
): { readonly endpoints: readonly string[]; readonly isUnused: boolean } {
  const endpoints = (key === undefined ? undefined : byKey.get(key)) ?? [];
  return { endpoints, isUnused: isComplete && endpoints.length === 0 };
}

/**
 * Names the endpoints that use a configuration which no longer exists. SageMaker allows its deletion while the endpoint runs,
 * and then nothing tells which key the endpoint has. They are read again, because an endpoint may have moved meanwhile.
 *
 * @param isKnown whether the configuration with this key exists, or a stack names it
 */
export async function nameOrphans(
  client: SageMakerClient,
  { byKey }: Users,
  isKnown: (key: string) => boolean,
  failures: PlaceFailures,
): Promise<void> {
  const names = new Set([...byKey].flatMap(([key, users]) => (isKnown(key) ? [] : users)));
  try {
    for await (const found of endpoints(client, names)) {
      if (found.kind === 'unreadable') {
        failures.add(`the configuration of the endpoint ${found.name} cannot be read`, found.failure);
        continue;
      }
      for (const name of found.configurations.filter((each) => byKey.has(configurationKey(each)))) {
        if (isKnown(configurationKey(name))) continue;
        failures.addText(
          `the endpoint ${found.name} uses the endpoint configuration ${name}, which no longer exists, so the audit cannot tell whether it runs without a key: move the endpoint to another configuration`,
        );
      }
    }
  } catch (error) {
    failures.add('endpoints cannot be read', error);
  }
}
