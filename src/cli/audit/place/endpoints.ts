/** The endpoints of one account and Region, by the configurations that they use. */
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { configurationKey, endpoints } from '../../../aws/index.js';
import type { PlaceFailures } from './failures.js';

/** The key of a configuration -> the names of the endpoints that use it. */
export type Users = ReadonlyMap<string, readonly string[]>;

export async function readUsers(client: SageMakerClient, failures: PlaceFailures): Promise<Users> {
  const users = new Map<string, string[]>();
  try {
    for await (const found of endpoints(client)) {
      if (found.kind === 'unreadable') {
        failures.add(`the configuration of the endpoint ${found.name} cannot be read`, found.failure);
        continue;
      }
      for (const name of found.configurations) {
        const key = configurationKey(name);
        const known = users.get(key);
        if (known === undefined) users.set(key, [found.name]);
        else known.push(found.name);
      }
    }
  } catch (error) {
    failures.add('endpoints cannot be listed, so configurations in use may be shown as not in use', error);
  }
  return users;
}
