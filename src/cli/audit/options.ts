/** The arguments of `audit`, and what they are held against before anything is called. */
import { regionProblem } from '../../aws/index.js';
import { oneOf, parseArguments } from '../arguments.js';
import { policyOption } from '../check/policy-file.js';
import { UsageError } from '../command.js';

/** `github` is not among them: there is no file to annotate. */
export const auditFormats = ['pretty', 'json', 'sarif', 'junit', 'html', 'csv'] as const;
export type AuditFormat = (typeof auditFormats)[number];

export interface AuditOptions {
  /** As named; empty for the region of the SDK's usual chain. */
  readonly regions: readonly string[];
  readonly allRegions: boolean;
  readonly stack: string | undefined;
  readonly format: AuditFormat;
  readonly output: string | undefined;
  readonly policy: string | undefined;
  readonly strict: boolean;
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
    help: 'every region of the partition that SageMaker is in, by a built-in list; one that is not turned on in the account cannot be read and is named',
  },
  stack: { type: 'string', value: 'PATTERN', help: 'only stacks whose name matches, * and ? allowed' },
  format: { type: 'string', value: 'FORMAT', help: `${auditFormats.join(', ')} (default: pretty)` },
  output: { type: 'string', value: 'FILE', help: 'write the report to FILE, and the pretty one to stdout' },
  policy: policyOption,
  strict: { type: 'boolean', help: 'undetermined counts as non-compliant' },
} as const;

/** @throws UsageError */
export function readOptions(argv: readonly string[]): AuditOptions {
  const { values, positionals } = parseArguments(argv, options);
  const [operand] = positionals;
  if (operand !== undefined) {
    throw new UsageError(`audit takes no operand, and got "${operand}": name stacks with --stack PATTERN`);
  }
  const allRegions = values['all-regions'] === true;
  const regions = [...new Set((values.region ?? []).flatMap((text) => text.split(',')))];
  for (const region of regions) {
    const problem = regionProblem(region);
    if (problem !== undefined) throw new UsageError(`--region ${region} ${problem}`);
  }
  if (allRegions && regions.length > 1) {
    throw new UsageError('--all-regions goes with no --region, or with one that names the partition');
  }
  return {
    regions,
    allRegions,
    stack: values.stack,
    format: oneOf('--format', values.format ?? 'pretty', auditFormats),
    output: values.output,
    policy: values.policy,
    strict: values.strict === true,
  };
}
