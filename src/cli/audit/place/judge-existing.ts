/** Judges a configuration that exists in SageMaker by its actual properties. */
import { accountOf, type EndpointConfiguration, regionOf } from '../../../aws/index.js';
import {
  type Judgment,
  matches,
  type Policy,
  resolvedConfiguration,
  type Steps,
  textOfSteps,
} from '../../../decision/index.js';
import type { ValueMap } from '../../../template/index.js';
import { firstOf } from '../in-use.js';
import { refusedAsItIs } from './in-stack.js';
import type { Judge } from './judge.js';
import type { StackRow } from './place.js';

/** What the audit knows about a configuration besides its own properties. */
export interface Surroundings {
  /** The row of the stack that contains it; undefined if none of the stacks that were read contains it. */
  readonly owner: StackRow | undefined;
  /** Whether it is certain that no stack contains it. */
  readonly isOutside: boolean;
  readonly endpoints: readonly string[];
  /** Whether it is certain that no endpoint uses it. */
  readonly isUnused: boolean;
}

/** Judges with the configuration's stack and logical id if it has them, so that exemptions apply. */
export async function judgeExisting(
  { arn, name, properties }: EndpointConfiguration,
  { owner, isOutside, endpoints }: Surroundings,
  policy: Policy,
  judge: Judge,
): Promise<Judgment> {
  const region = regionOf(arn);
  const subject = {
    account: accountOf(arn),
    region,
    stack: owner?.row.stack,
    resource: owner?.row.logicalId ?? name,
  };
  const configuration = resolvedConfiguration(subject, properties as ValueMap, { final: true });
  const judgment = await judge(configuration, owner ? policy : withoutLogicalIds(policy));
  if (judgment.verdict !== 'nonCompliant') return judgment;
  const refused = { ...judgment, message: joined(judgment.message, inUse(endpoints)) };
  // The stack's row is not applicable if its template no longer contains the configuration.
  if (owner && owner.row.verdict !== 'notApplicable') return refusedAsItIs(refused, owner.row);
  const origin = owner ? leftOver : isOutside ? unseen : undefined;
  const steps = replacement(judgment.steps, { name, region, endpoints });
  return { ...refused, message: joined(refused.message, origin), steps, remediation: textOfSteps(steps) };
}

function joined(...sentences: readonly (string | undefined)[]): string {
  return sentences.filter((sentence) => sentence !== undefined).join(' ');
}

const leftOver = "Its stack's template no longer contains it, so no deployment replaces it.";

/**
 * CloudFormation calls hooks for Cloud Control too, and no stack contains what Cloud Control creates. A stack may have
 * created it and released it: by its deletion policy, or because a cleanup failed.
 */
const unseen =
  'No stack contains it, so no hook has checked it, unless Cloud Control or an earlier stack created it.';

/** An exemption's `resource` is a pattern of logical ids. A configuration outside stacks has no logical id. */
function withoutLogicalIds(policy: Policy): Policy {
  const exemptions = policy.exemptions.filter(
    ({ resource }) => resource === undefined || matches(resource, ''),
  );
  return { ...policy, exemptions };
}

/** At most this many endpoints are named in a message; the row has all of them. */
const NAMED = 3;

function inUse(endpoints: readonly string[]): string | undefined {
  const [first] = endpoints;
  if (first === undefined) return undefined;
  if (endpoints.length === 1) return `The endpoint ${first} uses it now.`;
  return `The endpoints ${firstOf(endpoints, NAMED)} use it now.`;
}

/** SageMaker's API has CreateEndpointConfig and DeleteEndpointConfig, but no call that changes a configuration. */
function replacement(
  { additions, lines }: Steps,
  { name, region, endpoints }: { name: string; region: string; endpoints: readonly string[] },
): Steps {
  const option = `--region ${region}`;
  const moves = endpoints.slice(0, NAMED).map((endpoint) => {
    const target = '--endpoint-config-name NEW-NAME';
    return `aws sagemaker update-endpoint ${option} --endpoint-name ${endpoint} ${target}`;
  });
  return {
    words: 'An endpoint configuration cannot be changed. Create a new one with the same settings and also:',
    additions,
    lines: [
      ...lines,
      '',
      '# show its settings',
      `aws sagemaker describe-endpoint-config ${option} --endpoint-config-name ${name}`,
      ...(moves.length > 0 ? ['# then move its endpoints to the new configuration', ...moves] : []),
    ],
  };
}
