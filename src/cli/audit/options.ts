/** Reads the arguments of `audit` and checks them before the first AWS call. */
import { accountId, regionProblem } from '../../aws/index.js';
import { oneOf, parseArguments } from '../call/arguments.js';
import { policyOption } from '../call/policy-file.js';
import { UsageError } from '../command.js';

export const auditFormats = ['pretty', 'json', 'sarif', 'junit', 'github', 'html', 'csv'] as const;
export type AuditFormat = (typeof auditFormats)[number];

export const auditSources = ['stacks', 'sagemaker', 'both'] as const;
export type AuditSource = (typeof auditSources)[number];

export interface OrganizationOptions {
  /** The name of the role that the audit assumes in every account, with its path if it has one. */
  readonly role: string;
  readonly externalId: string | undefined;
  /** Empty for all accounts. */
  readonly accounts: readonly string[];
}

export const options = {
  region: {
    type: 'string',
    value: 'NAME',
    multiple: true,
    help: "the AWS region (default: AWS_REGION, AWS_DEFAULT_REGION, or the profile's)",
  },
  'all-regions': {
    type: 'boolean',
    help: 'every region that has SageMaker, by a built-in list; --region beside it only chooses the partition (such as cn-north-1); the report names each region that is not turned on in the account',
  },
  organization: {
    type: 'boolean',
    help: 'every active account of the organization; the audit assumes the role that --role names in each',
  },
  role: {
    type: 'string',
    value: 'NAME',
    help: "the role's name, the same in every account (deploy/audit-role.yaml of the guard's repository creates kms-guard-audit)",
  },
  'external-id': { type: 'string', value: 'TEXT', help: 'the external id that the role requires' },
  accounts: {
    type: 'string',
    value: 'ID,ID',
    multiple: true,
    help: "only these of the organization's accounts",
  },
  source: {
    type: 'string',
    value: 'SOURCE',
    help: 'stacks: the configurations in stacks, by their templates; sagemaker: the configurations in SageMaker, without their stacks; both (default): all of them, each with its stack',
  },
  stack: { type: 'string', value: 'PATTERN', help: 'only stacks whose name matches, * and ? allowed' },
  format: { type: 'string', value: 'FORMAT', help: `${auditFormats.join(', ')} (default: pretty)` },
  output: { type: 'string', value: 'FILE', help: 'write the report to FILE, and the pretty one to stdout' },
  policy: policyOption,
  strict: { type: 'boolean', help: 'undetermined counts as non-compliant' },
} as const;

type Values = ReturnType<typeof parseArguments<typeof options>>['values'];

export type AuditOptions = ReturnType<typeof readOptions>;

/** @throws UsageError */
export function readOptions(argv: readonly string[]) {
  const { values, positionals } = parseArguments(argv, options);
  const [operand] = positionals;
  if (operand !== undefined) {
    throw new UsageError(`audit takes no operand, but got "${operand}": use --stack PATTERN to name stacks`);
  }
  const source = oneOf('--source', values.source ?? 'both', auditSources);
  if (values.stack !== undefined && source === 'sagemaker') {
    throw new UsageError('--stack selects stacks, but --source sagemaker reads none: leave out one of them');
  }
  return {
    ...readRegions(values),
    organization: readOrganization(values),
    source,
    stack: values.stack,
    format: oneOf('--format', values.format ?? 'pretty', auditFormats),
    output: values.output,
    policy: values.policy,
    strict: values.strict === true,
  };
}

/** The regions are empty where the SDK's default chain is to say which one. */
function readRegions(values: Values) {
  const allRegions = values['all-regions'] === true;
  const regions = listOf(values.region);
  for (const region of regions) {
    const problem = regionProblem(region);
    if (problem !== undefined) throw new UsageError(`--region ${region} ${problem}`);
  }
  if (allRegions && regions.length > 1) {
    throw new UsageError(
      '--all-regions allows at most one --region, which chooses the partition: leave out the others',
    );
  }
  return { regions, allRegions };
}

/** @returns undefined for the caller's own account */
function readOrganization(values: Values): OrganizationOptions | undefined {
  const { role, 'external-id': externalId } = values;
  if (values.organization !== true) {
    const [lone] = (['role', 'external-id', 'accounts'] as const).filter(
      (name) => values[name] !== undefined,
    );
    if (lone !== undefined)
      throw new UsageError(`--${lone} needs --organization: add it, or leave out --${lone}`);
    return undefined;
  }
  if (role === undefined) {
    throw new UsageError(
      "--organization needs --role NAME, the role that the audit assumes in each account: deploy/audit-role.yaml of the guard's repository creates kms-guard-audit",
    );
  }
  if (!roleName.test(role))
    throw new UsageError(`--role ${role} is not the name of a role: write the name, not the ARN`);
  const accounts = listOf(values.accounts);
  const wrong = accounts.find((id) => !accountId.test(id));
  if (wrong !== undefined)
    throw new UsageError(`--accounts ${wrong} is not an account id: write the 12 digits`);
  return { role, externalId, accounts };
}

/** A role's name, with its path if it has one. */
const roleName = /^(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/;

function listOf(values: readonly string[] = []): readonly string[] {
  return [...new Set(values.flatMap((text) => text.split(',').map((part) => part.trim())))];
}
