/** The options `--account`, `--region` and `--stack-name`: where a template is or would be deployed. */
import { accountId, regionName } from '../../aws/index.js';
import { UsageError } from '../command.js';

/** The values under the options' names. A missing value is unknown. */
export interface DeploymentPlace {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly 'stack-name'?: string | undefined;
}

/** Source: "StackName" in the API reference of CreateStack. */
const stackName = /^[A-Za-z][A-Za-z0-9-]{0,127}$/;

/** @throws UsageError naming the first option whose value has the wrong form */
export function checkPlace(place: DeploymentPlace): void {
  refuse('--account', place.account, accountId, 'an account id of 12 digits');
  refuse('--region', place.region, regionName, 'a region such as eu-west-1');
  refuse('--stack-name', place['stack-name'], stackName, 'letters, digits and hyphens, a letter first');
}

function refuse(option: string, value: string | undefined, form: RegExp, what: string): void {
  if (value === undefined || form.test(value)) return;
  throw new UsageError(`${option} must be ${what}, not "${value}"`);
}
