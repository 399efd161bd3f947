/** `kms-guard audit`: judges the endpoint configurations that exist. */

import * as aws from '../../aws/index.js';
import type { AuditClients } from '../audit/clients.js';
import { options, readOptions } from '../audit/options.js';
import { runAudit } from '../audit/run.js';
import type { Command, Help } from '../command.js';

const help: Help = {
  usage: 'audit [options]',
  about: [
    'Judges the SageMaker endpoint configurations of the account and region by the rule that the hook applies.',
    'A configuration that exists in SageMaker is judged by its actual properties, whoever created it. The report names the endpoints that use it and the stack that contains it. A configuration that only a stack names is judged by the template and the parameter values of that stack.',
    'The report ends with the coverage: how many of the existing configurations came through CloudFormation, where the hook sees them. If a stack cannot be read, the origin of a configuration that no other stack contains is unknown, and so is that of a configuration created while the audit runs: it counts neither as in stacks nor as outside of stacks.',
  ],
  options,
  notes: [
    'The audit only reads. It calls cloudformation:ListStacks, ListStackResources, GetTemplate and DescribeStacks; sagemaker:ListEndpointConfigs, DescribeEndpointConfig, ListEndpoints and DescribeEndpoint; with keyPolicy verified also kms:DescribeKey; with --organization also organizations:ListAccounts and sts:AssumeRole.',
    "Credentials, region and endpoint come from the AWS SDK's usual chain (AWS_PROFILE, AWS_REGION or AWS_DEFAULT_REGION, AWS_ENDPOINT_URL). With --organization, the audit assumes the role in every account, in your own account too. If your own account denies that, the audit reads it with your own credentials.",
    'There is no coverage with --source stacks, --source sagemaker or --stack. With --source sagemaker, exemptions by stack or logical id do not apply, because the audit knows neither.',
    'A csv report has a line with the verdict notRead for everything that could not be read.',
    "The audit ignores suppressions in a resource's Metadata, because the hook does not see Metadata. `check` accepts them.",
    'Exit codes: 0 nothing is non-compliant, 1 something is, 2 the call is unusable or not everything could be read, 3 an internal error. With exit code 2, the report still has what could be read, and names what is missing: an account that is suspended or denies the role, a region that is not turned on, a stack, an endpoint whose configuration no longer exists.',
  ],
  examples: [
    'kms-guard audit',
    'kms-guard audit --all-regions --format html --output audit.html',
    "kms-guard audit --region eu-west-1 --region us-east-1 --stack 'ml-*'",
    'kms-guard audit --organization --role kms-guard-audit --external-id ID',
  ],
};

/** @param clients the AWS calls; passed in so that a test can replace them */
export function auditCommand(clients: AuditClients): Command {
  return { help, run: async (argv, io) => runAudit(readOptions(argv), io, clients) };
}

export const command = auditCommand(aws);
