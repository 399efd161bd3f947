/** `kms-guard check`: judges templates before they are deployed, without AWS. */

import { checkFiles, problemsInOrder, type Results, readStream, repositoryRoot } from '../../check/index.js';
import { fails, suggestion } from '../../decision/index.js';
import { version } from '../../version.js';
import { oneOf, parseArguments } from '../call/arguments.js';
import { checkPlace } from '../call/deployment-place.js';
import { parameterOptions, readAssignments, readParameters } from '../call/parameters.js';
import { loadPolicy, policyOption } from '../call/policy-file.js';
import { findInputs } from '../check/inputs.js';
import { createKeyLookup, type KeyLookup } from '../check/verify-keys.js';
import { type Command, type ExitCode, type Help, type Io, UsageError } from '../command.js';
import { readFixCall } from '../fix/options.js';
import { fixFindings } from '../fix/run.js';
import { formats } from '../report/index.js';
import type { ReportContext } from '../report/reporter.js';
import { writeReport } from '../report/write-report.js';
import { usesColor } from '../terminal/colors.js';
import { tell } from '../terminal/diagnostic.js';
import { progressLine } from '../terminal/progress-line.js';

const options = {
  format: { type: 'string', value: 'FORMAT', help: `${formats.join(', ')} (default: pretty)` },
  output: { type: 'string', value: 'FILE', help: 'write the report to FILE, and a pretty one to stdout' },
  ...parameterOptions,
  region: {
    type: 'string',
    value: 'NAME',
    help: "the value of AWS::Region (default with --verify-keys: the Region of the AWS SDK's usual chain)",
  },
  account: { type: 'string', value: 'ID', help: 'the value of AWS::AccountId' },
  'stack-name': {
    type: 'string',
    value: 'NAME',
    help: "the value of AWS::StackName; the policy's exemptions for a stack match it too",
  },
  policy: policyOption,
  'verify-keys': {
    type: 'boolean',
    help: "ask AWS KMS whether each key exists, is enabled, is yours and is in the Region (keyPolicy: verified); needs kms:DescribeKey, and uses the credentials of the AWS SDK's usual chain",
  },
  strict: {
    type: 'boolean',
    help: 'an undetermined verdict counts as non-compliant, and a missing nested template as an error',
  },
  'only-templates': {
    type: 'boolean',
    help: 'skip a PATH that is not a template, as in a folder (for pre-commit, which passes all files)',
  },
  fix: {
    type: 'boolean',
    help: 'instead of the report, show a diff that adds the missing keys',
  },
  write: { type: 'boolean', help: 'with --fix: apply the diff to the files' },
  key: {
    type: 'string',
    value: 'KEY',
    help: 'with --fix: a key ID, ARN or alias, !Ref Name or !GetAtt Name.Arn (default: the KMS key of the template, or a parameter that --fix adds)',
  },
} as const;

const help: Help = {
  usage: 'check PATH... [options]',
  about: [
    'Checks the endpoint configurations in CloudFormation templates with the same rule as the hook. It needs no AWS account.',
    'PATH is a template, a folder (searched for .yaml, .yml, .json and .template files; a cdk.out through its manifest), a glob in quotation marks, or - for standard input. In folders and globs, files that are not templates are skipped. Nested stacks are checked too if their TemplateURL is a local file; a missing file is a warning.',
  ],
  options,
  notes: [
    'A parameter without a value has its default, and the report says where a verdict depends on a default.',
    "A resource's Metadata: {KmsGuard: {ignore: true, reason: ..., expires: YYYY-MM-DD}} exempts it from this check. At deployment, only an exemption in the policy does that.",
    'Exit codes: 0 nothing is non-compliant, 1 something is, 2 the call or a file is unusable, 3 an internal error.',
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
  const call = await readCall(argv, io);
  const keys = call.verifyKeys ? await createKeyLookup(call.region) : undefined;
  const checked = await checkInputs(call, keys, io);
  const context = contextOf(call, io);
  const { findings, problems } = checked;
  if (call.fix) {
    const asked = keys?.problems.length;
    const { settled, failed } = await fixFindings(findings, { ...call.fix, policy: call.policy }, io);
    const unanswered = keys?.problems.slice(asked) ?? [];
    for (const problem of unanswered) tell('error', problem, io);
    if (failed || problems.length + unanswered.length > 0) return 2;
    return findings.some((finding) => !settled.has(finding) && fails(finding, context)) ? 1 : 0;
  }
  writeReport(checked, context, call.format, call.output, io);
  if (problems.length > 0) return 2;
  return findings.some((finding) => fails(finding, context)) ? 1 : 0;
}

type Call = Awaited<ReturnType<typeof readCall>>;

/** @throws UsageError naming the missing or unusable argument */
async function readCall(argv: readonly string[], io: Io) {
  const { values, positionals } = parseArguments(argv, options);
  if (positionals.length === 0) {
    throw new UsageError('check needs a PATH: a template, a folder, a glob, or - for standard input');
  }
  // As from an unset variable of a script; the working folder would be a surprise.
  if (positionals.includes('')) throw new UsageError('a PATH is empty: for the working folder give .');
  const format = oneOf('--format', values.format ?? 'pretty', formats);
  checkPlace(values);
  const { account, region, output, 'stack-name': stackName } = values;
  const assignments = values.parameter ?? [];
  const assigned = [...readAssignments(assignments).keys()];
  const parameters = readParameters(values.parameters ?? [], assignments, io.cwd);
  const { policy, file: policyFile } = await loadPolicy(values.policy, io.cwd);
  return {
    ...{ paths: positionals, format, output, account, region, stackName },
    ...{ assigned, parameters, policy, policyFile, verifyKeys: values['verify-keys'] === true },
    ...{ now: io.now(), fix: readFixCall(values, positionals) },
    onlyTemplates: values['only-templates'] === true,
    missingIsError: values.strict === true,
    strict: values.strict === true || policy.undetermined === 'fail',
  };
}

/** Progress is shown once the check takes longer. */
const PATIENCE_MILLISECONDS = 1000;

/** Finds and judges the files, and reports problems with them on standard error. */
async function checkInputs(call: Call, keys: KeyLookup | undefined, io: Io): Promise<Results> {
  const found = await findInputs(call.paths, io.cwd, () => readStream(io.stdin));
  const inputs = call.onlyTemplates
    ? found.inputs.map((input) => ({ ...input, named: false }))
    : found.inputs;
  const line = progressLine(io.stderr, Date.now, PATIENCE_MILLISECONDS);
  const checked = await checkFiles(inputs, {
    ...call,
    defaultRegion: keys?.region,
    lookUpKeys: keys?.lookUp,
    progress: (done, total) => line.draw(() => `${done} of ${total} files`),
  });
  line.clear();
  const [remarks, unusable] = call.missingIsError ? [[], checked.missing] : [checked.missing, []];
  const problems = problemsInOrder([
    ...found.problems,
    ...checked.problems,
    ...unusable,
    ...(keys?.problems ?? []),
  ]);
  if (problems.length === 0) refuseStrangers(call.assigned, checked.declared);
  for (const warning of [...found.warnings, ...checked.warnings, ...remarks]) tell('warning', warning, io);
  // GitHub's log shows both outputs, and the report has these problems as annotations already.
  const isAnnotated = call.format === 'github' && call.output === undefined && !call.fix;
  if (!isAnnotated) for (const problem of problems) tell('error', problem, io);
  if (inputs.length === 0 && found.problems.length === 0) {
    io.stderr.write('warning: there are no .yaml, .yml, .json or .template files here\n');
  }
  return { ...checked, problems };
}

function contextOf({ strict, policyFile, format, output }: Call, io: Io): ReportContext {
  return {
    ...{ version, strict, policyFile, cwd: io.cwd, root: repositoryRoot(io.cwd) },
    color: usesColor(io.stdout, io.env),
    columns: io.stdout.columns,
    problemsShown: format === 'pretty' && output === undefined,
  };
}

/**
 * Checks the names on the command line. Names from a file are not checked, since the file may be for several stacks.
 *
 * @throws UsageError where no template declares a parameter
 */
function refuseStrangers(names: readonly string[], declared: ReadonlySet<string>): void {
  const strangers = names.filter((name) => !declared.has(name));
  const [first] = strangers;
  if (first === undefined) return;
  throw new UsageError(
    `no template declares the parameter ${strangers.join(', ')}${suggestion(first, [...declared])}`,
  );
}
