import { basename } from 'node:path';
import { regionOfEnvironment } from '../../aws/index.js';
import { checkPlace, type DeploymentPlace } from '../call/deployment-place.js';
import type { Io } from '../command.js';
import { type Deployment, deploymentOf } from './deployment.js';

/**
 * Reads account, Region and stack name from the options, with defaults.
 *
 * @throws UsageError where a value has the wrong form
 */
export function deploymentFor(file: string, place: DeploymentPlace, io: Io): Deployment {
  const account = place.account ?? '123456789012';
  const region = place.region ?? regionOfEnvironment(io.env) ?? 'us-east-1';
  const stackName = place['stack-name'] ?? stackNameOf(file);
  checkPlace({ account, region, 'stack-name': stackName });
  return deploymentOf(account, region, stackName);
}

function stackNameOf(file: string): string {
  const words = basename(file).replace(/(?:\.template)?\.[^.]+$/, '');
  const name = words.replace(/[^A-Za-z0-9]+/g, '-').replace(/^[^A-Za-z]+|-+$/g, '');
  return name.slice(0, 128) || 'stack';
}
