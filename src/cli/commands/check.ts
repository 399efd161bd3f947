/** `kms-guard check`: templates judged before they are deployed, without AWS. */

import { accountId, regionName } from '../../aws/index.js';
import {
  checkFiles,
  type Finding,
  judgeTemplate,
  type ParameterValues,
  problemsInOrder,
  repositoryRoot,
  valuesFor,
  withOpen,
} from '../../check/index.js';
import { fails, type Policy, suggestion } from '../../decision/index.js';
import type { Template } from '../../template/index.js';
import { version } from '../../version.js';
import { oneOf, parseArguments } from '../arguments.js';
import { findInputs } from '../check/inputs.js';
import { parameterOptions, readParameters } from '../check/parameters.js';
import { loadPolicy, policyOption } from '../check/policy-file.js';
import { progressOn } from '../check/progress.js';
import { usesColor } from '../colors.js';
import { type Command, type ExitCode, type Help, type Io, UsageError } from '../command.js';
import { tell } from '../diagnostic.js';
import { readFixCall } from '../fix/options.js';
import { formats } from '../report/index.js';
import { writeReport } from '../report/write-report.js';
import { readStandardInput } from '../standard-input.js';

const options = {
  format: { type: 'string', value: 'FORMAT', help: `${formats.join(', ')} (default: pretty)` },
  output: { type: 'string', value: 'FILE', help: 'write the report to FILE, and the pretty one to stdout' },
  ...parameterOptions,
  region: { type: 'string', value: 'NAME', help: 'what AWS::Region is' },
  account: { type: 'string', value: 'ID', help: 'what AWS::AccountId is' },
  'stack-name': {
    type: 'string',
    value: 'NAME',
    help: 'what AWS::StackName is, and the stack that exemptions are held against',
  },
  policy: policyOption,
  'verify-keys': {
    type: 'boolean',
    help: "ask AWS KMS whether each key exists, is enabled, yours and in the Region (keyPolicy: verified); takes kms:DescribeKey, with the credentials and Region of the AWS SDK's usual chain",
  },
  strict: {
    type: 'boolean',
    help: 'what cannot be determined before deployment counts as non-compliant, and a nested template that is not here as an error',
  },
  'only-templates': {
    type: 'boolean',
    help: 'pass over a PATH that is no template, as in a folder (for pre-commit, which names all files)',
  },
  fix: {
    type: 'boolean',
    help: 'show, as a diff in the place of the report, the key added where that is the remedy',
  },
  write: { type: 'boolean', help: 'with --fix: write it, and nothing else, into the files' },
  key: {
    type: 'string',
    value: 'KEY',
    help: 'with --fix: a key ID, ARN or alias, !Ref Name or !GetAtt Name.Arn (default: a reference to a parameter, which is added)',
  },
} as const;

const help: Help = {
  usage: 'check PATH... [options]',
  about: [
    'Judges the endpoint configurations in CloudFormation templates by the rule that the hook applies. No AWS account.',
    'PATH is a template, a folder (looked through for .yaml, .yml, .json and .template; a cdk.out by its manifest), a glob in quotation marks, or - for standard input. In folders and globs, files that are no templates are passed over. Nested stacks whose TemplateURL is a file here are followed; a template of theirs that is not there is a remark.',
  ],
  options,
  notes: [
    'Parameters without a value have their default, and the report says where a verdict rests on one.',
    "A resource's Metadata: {KmsGuard: {ignore: true, reason: ..., expires: YYYY-MM-DD}} exempts it here, but not at deployment: that takes an exemption in the policy.",
    'Exit codes: 0 nothing is non-compliant, 1 something is, 2 the call or a file is unusable, 3 our own failure.',
  ],
  examples: [
    'kms-guard check template.yaml',
    'kms-guard check templates --format sarif --output kms-guard.sarif',
    'cdk synth && kms-guard check cdk.out',
    'kms-guard check template.yaml --parameter Stage=prod --region eu-west-1',
    'kms-guard check template.yaml --fix --key alias/endpoints --write',
  ],
};

export const command: Command = { help, run };

async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArguments(argv, options);
  if (positionals.length === 0) {
    throw new UsageError('check needs a PATH: a template, a folder, a glob, or - for standard input');
  }
  const format = oneOf('--format', values.format ?? 'pretty', formats);
  const account = checked('--account', values.account, accountId, 'an account id of 12 digits');
  const region = checked('--region', values.region, regionName, 'a region such as eu-west-1');
  const stackName = checked(
    '--stack-name',
    values['stack-name'],
    /^[A-Za-z][A-Za-z0-9-]{0,127}$/,
    'letters, digits and hyphens, a letter first',
  );
  const parameters = await readParameters(values.parameters ?? [], values.parameter ?? [], io.cwd);
  const { policy: written, file: policyFile } = await loadPolicy(values.policy, io.cwd);
  const verifies = values['verify-keys'] === true;
  const policy: Policy = verifies ? { ...written, keyPolicy: 'verified' } : written;
  const strict = values.strict === true || policy.undetermined === 'fail';
  const fix = readFixCall(values, positionals);

  const {
    inputs: found,
    problems,
    warnings,
  } = await findInputs(positionals, io.cwd, () => readStandardInput(io));
  const inputs = values['only-templates'] ? found.map((input) => ({ ...input, named: false })) : found;
  const now = io.now();
  const progress = progressOn(io.stderr);
  const checkedFiles = await checkFiles(inputs, {
    ...{ policy, parameters, account, region, stackName },
    lookUpKeys: verifies ? await keyLookup(region, account, io) : undefined,
    now,
    progress: progress.report,
  });
  progress.end();
  const [remarks, unusable] = values.strict ? [[], checkedFiles.missing] : [checkedFiles.missing, []];
  const results = {
    ...checkedFiles,
    problems: problemsInOrder([...problems, ...checkedFiles.problems, ...unusable]),
  };
  if (results.problems.length === 0) refuseStrangers(parameters, results.declared);
  for (const warning of [...warnings, ...results.warnings, ...remarks]) tell('warning', warning, io);
  // GitHub's log shows both outputs, and the annotations are in it already.
  const isAnnotated = format === 'github' && values.output === undefined && !fix;
  if (!isAnnotated) for (const problem of results.problems) tell('error', problem, io);
  if (inputs.length === 0 && problems.length === 0) {
    io.stderr.write('warning: there are no .yaml, .yml, .json or .template files here\n');
  }
  const color = usesColor(io.stdout, io.env);
  const context = {
    ...{ version, strict, color, policyFile, cwd: io.cwd, root: repositoryRoot(io.cwd) },
    columns: io.stdout.columns,
    problemsShown: format === 'pretty' && values.output === undefined,
  };
  let settled: ReadonlySet<Finding> = new Set();
  let failed = results.problems.length > 0;
  if (fix) {
    const { fixFindings } = await import('../fix/run.js');
    const judge = (template: Template, file: string) => {
      const given = valuesFor(template, parameters);
      const circumstances = {
        policy,
        now,
        values: given.values,
        pseudo: { accountId: account, region, stackName },
      };
      return judgeTemplate(withOpen(template, given.open), file, circumstances);
    };
    const done = await fixFindings(results.findings, { ...fix, policy, judge }, io);
    settled = done.settled;
    failed ||= done.failed;
  } else await writeReport(results, context, format, values.output, io);
  if (failed) return 2;
  return results.findings.some((finding) => !settled.has(finding) && fails(finding, context)) ? 1 : 0;
}

/** The SDK is loaded where KMS is asked, and nowhere else. */
async function keyLookup(region: string | undefined, account: string | undefined, io: Io) {
  const { keyLookupFor } = await import('../check/verify-keys.js');
  return keyLookupFor(region, account, io);
}

function checked(option: string, value: string | undefined, form: RegExp, what: string): string | undefined {
  if (value === undefined || form.test(value)) return value;
  throw new UsageError(`${option} must be ${what}, not "${value}"`);
}

/** @throws UsageError where a value was given to a parameter that no template declares */
function refuseStrangers(parameters: ParameterValues, declared: ReadonlySet<string>): void {
  const strangers = [...parameters.keys()].filter((name) => !declared.has(name));
  const [first] = strangers;
  if (first === undefined) return;
  throw new UsageError(
    `no template declares the parameter ${strangers.join(', ')}${suggestion(first, [...declared])}`,
  );
}
