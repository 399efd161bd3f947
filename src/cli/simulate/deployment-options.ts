/** Where a rehearsal takes place. */
import { basename } from 'node:path';
import { accountId, regionName, regionOfEnvironment } from '../../aws/index.js';
import { type Io, UsageError } from '../command.js';
import { type Deployment, deploymentOf } from './deployment.js';

interface Where {
  readonly 'stack-name'?: string;
  readonly region?: string;
  readonly account?: string;
}

/**
 * Account, region and stack of a call.
 *
 * @throws UsageError where one of them cannot be one
 */
export function deploymentFor(file: string, where: Where, io: Io): Deployment {
  const account = where.account ?? '123456789012';
  if (!accountId.test(account)) throw new UsageError(`--account must be 12 digits, not "${account}"`);
  const region = where.region ?? regionOfEnvironment(io.env) ?? 'us-east-1';
  if (!regionName.test(region)) {
    throw new UsageError(`--region must be a region such as eu-west-1, not "${region}"`);
  }
  const stackName = where['stack-name'] ?? stackNameOf(file);
  if (!/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(stackName)) {
    throw new UsageError(
      `--stack-name must be letters, digits and hyphens, a letter first, not "${stackName}"`,
    );
  }
  return deploymentOf(account, region, stackName);
}

function stackNameOf(file: string): string {
  const words = basename(file).replace(/(?:\.template)?\.[^.]+$/, '');
  const name = words.replace(/[^A-Za-z0-9]+/g, '-').replace(/^[^A-Za-z]+|-+$/g, '');
  return name.slice(0, 128) || 'stack';
}
