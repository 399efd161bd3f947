/** `kms-guard audit`: what the hook would say of the stacks that already exist. */

import { options, readOptions } from '../audit/options.js';
import type { Outside } from '../audit/run.js';
import type { Command, Help } from '../command.js';

const help: Help = {
  usage: 'audit [options]',
  about: [
    'Judges the SageMaker endpoint configurations of every stack in the account and region, with the parameter values that each stack has, by the rule that the hook applies: compliant, would be blocked at its next replacement, exempt, undetermined and why. Reads only: cloudformation:ListStacks, ListStackResources, GetTemplate, DescribeStacks.',
  ],
  options,
  notes: [
    "Credentials, region and endpoint come from the AWS SDK's usual chain (AWS_PROFILE, AWS_REGION or AWS_DEFAULT_REGION, AWS_ENDPOINT_URL).",
    'In a csv report, what could not be read is a line with the verdict notRead.',
    "The hook does not see a resource's Metadata: what is suppressed there for `check` is judged all the same.",
    'Exit codes: 0 nothing is non-compliant, 1 something is, 2 the call is unusable or not everything could be read (the report holds the rest, and names what is missing), 3 our own failure.',
  ],
  examples: [
    'kms-guard audit',
    'kms-guard audit --all-regions --format html --output audit.html',
    "kms-guard audit --region eu-west-1 --region us-east-1 --stack 'ml-*'",
  ],
};

/** The command with what it reaches outside, which a test replaces. */
export function auditCommand(outside: () => Promise<Outside>): Command {
  return {
    help,
    async run(argv, io) {
      const call = readOptions(argv);
      const { runAudit } = await import('../audit/run.js');
      return runAudit(call, io, await outside());
    },
  };
}

export const command = auditCommand(() => import('../../aws/index.js'));
