/** `kms-guard audit`: judges the endpoint configurations that exist. */

import type { AuditClients } from '../audit/clients.js';
import { options, readOptions } from '../audit/options.js';
import type { Command, Help } from '../command.js';

const help: Help = {
  usage: 'audit [options]',
  about: [
    'Judges every SageMaker endpoint configuration of the account and region by the rule that the hook applies: those that SageMaker has as they are, whoever made them, with the endpoints that use them and the stack that holds them; those that only a stack names by its template and its parameter values.',
    'The report ends with the coverage: how many of the configurations that exist came through CloudFormation, where the hook sees them. Where not every stack could be read, what none of the others holds counts as neither in stacks nor outside.',
  ],
  options,
  notes: [
    'Reads only: cloudformation:ListStacks, ListStackResources, GetTemplate, DescribeStacks; sagemaker:ListEndpointConfigs, DescribeEndpointConfig, ListEndpoints, DescribeEndpoint; under keyPolicy verified kms:DescribeKey; with --organization organizations:ListAccounts and sts:AssumeRole.',
    "Credentials, region and endpoint come from the AWS SDK's usual chain (AWS_PROFILE, AWS_REGION or AWS_DEFAULT_REGION, AWS_ENDPOINT_URL). With --organization they enter each account by the role, their own account too; where their own account does not let them, they read it as they are.",
    'With --source stacks or sagemaker, or with --stack, there is no coverage. With --source sagemaker, exemptions by stack or logical id do not count, since neither is known.',
    'In a csv report, what could not be read is a line with the verdict notRead.',
    "The hook does not see a resource's Metadata: what is suppressed there for `check` is judged all the same.",
    'Exit codes: 0 nothing is non-compliant, 1 something is, 2 the call is unusable or not everything could be read (the report holds the rest, and names what is missing: an account that is suspended or does not let the audit in, a region that is off, a stack), 3 an internal error.',
  ],
  examples: [
    'kms-guard audit',
    'kms-guard audit --all-regions --format html --output audit.html',
    "kms-guard audit --region eu-west-1 --region us-east-1 --stack 'ml-*'",
    'kms-guard audit --organization --role kms-guard-audit --external-id ID',
  ],
};

/** The command with what it calls of AWS, which a test replaces. */
export function auditCommand(clients: () => Promise<AuditClients>): Command {
  return {
    help,
    async run(argv, io) {
      const call = readOptions(argv);
      const { runAudit } = await import('../audit/run.js');
      return runAudit(call, io, await clients());
    },
  };
}

export const command = auditCommand(() => import('../../aws/index.js'));
