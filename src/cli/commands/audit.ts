/** `kms-guard audit`: what the hook would say of the stacks that already exist. */

import type { Outside } from '../audit/run.js';
import type { Command } from '../command.js';

const help = `Usage: kms-guard audit [options]

Judges the SageMaker endpoint configurations of every stack in the account and region, with the parameter values
that each stack has, by the rule that the hook applies: compliant, would be blocked at its next replacement, exempt,
undetermined and why. Reads only: cloudformation:ListStacks, ListStackResources, GetTemplate, DescribeStacks.

  --region NAME    the AWS region; may be repeated (default: AWS_REGION,
                   AWS_DEFAULT_REGION, or the profile's)
  --all-regions    every region of the partition that SageMaker is in, by a built-in list; one that is not
                   turned on in the account cannot be read and is named
  --stack PATTERN  only stacks whose name matches, * and ? allowed
  --format pretty|json|sarif|junit|html   (default: pretty)
  --output FILE    write the report to FILE, and the pretty one to stdout
  --policy FILE    the policy (default: the nearest kms-guard.yaml, from here up to the repository's root)
  --strict         undetermined counts as non-compliant

Credentials, region and endpoint come from the AWS SDK's usual chain (AWS_PROFILE, AWS_REGION or
AWS_DEFAULT_REGION, AWS_ENDPOINT_URL).
The hook does not see a resource's Metadata: what is suppressed there for \`check\` is judged all the same.

Exit codes: 0 nothing is non-compliant, 1 something is, 2 the call is unusable or not everything could be read
(the report holds the rest, and names what is missing), 3 our own failure.

Examples:
  kms-guard audit
  kms-guard audit --all-regions --format html --output audit.html
  kms-guard audit --region eu-west-1 --region us-east-1 --stack 'ml-*' --format json
`;

/** The command with what it reaches outside, which a test replaces. */
export function auditCommand(outside: () => Promise<Outside>): Command {
  return {
    help,
    async run(argv, io) {
      const { readOptions } = await import('../audit/options.js');
      const options = readOptions(argv);
      const { runAudit } = await import('../audit/run.js');
      return runAudit(options, io, await outside());
    },
  };
}

export const command = auditCommand(() => import('../../aws/index.js'));
