/** `kms-guard check`: templates judged before they are deployed, without AWS. */

import {
  checkFiles,
  type Finding,
  judgeTemplate,
  type ParameterValues,
  problemsInOrder,
  type Results,
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
import { checkPlace } from '../deployment-place.js';
import { tell } from '../diagnostic.js';
import { readFixCall } from '../fix/options.js';
import { formats } from '../report/index.js';
import type { ReportContext } from '../report/reporter.js';
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
    'Parameters without a value have their default, and the report says where a verdict depends on one.',
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
  const call = await readCall(argv, io);
  const checked = await checkInputs(call, io);
  const context = contextOf(call, io);
  const { findings, problems } = checked;
  if (call.fix) {
    const { fixFindings } = await import('../fix/run.js');
    const judge = (template: Template, file: string) => judgeAgain(template, file, call);
    const { settled, failed } = await fixFindings(findings, { ...call.fix, policy: call.policy, judge }, io);
    if (failed || problems.length > 0) return 2;
    return findings.some((finding) => !settled.has(finding) && fails(finding, context)) ? 1 : 0;
  }
  await writeReport(checked, context, call.format, call.output, io);
  if (problems.length > 0) return 2;
  return findings.some((finding) => fails(finding, context)) ? 1 : 0;
}

type Call = Awaited<ReturnType<typeof readCall>>;

/** @throws UsageError naming what the call lacks or what cannot be used */
async function readCall(argv: readonly string[], io: Io) {
  const { values, positionals } = parseArguments(argv, options);
  if (positionals.length === 0) {
    throw new UsageError('check needs a PATH: a template, a folder, a glob, or - for standard input');
  }
  const format = oneOf('--format', values.format ?? 'pretty', formats);
  checkPlace(values);
  const { account, region, output, 'stack-name': stackName } = values;
  const parameters = await readParameters(values.parameters ?? [], values.parameter ?? [], io.cwd);
  const { policy: written, file: policyFile } = await loadPolicy(values.policy, io.cwd);
  const verifyKeys = values['verify-keys'] === true;
  const policy: Policy = verifyKeys ? { ...written, keyPolicy: 'verified' } : written;
  return {
    ...{ paths: positionals, format, output, account, region, stackName, parameters, policy, policyFile },
    ...{ verifyKeys, now: io.now(), fix: readFixCall(values, positionals) },
    onlyTemplates: values['only-templates'] === true,
    missingIsError: values.strict === true,
    strict: values.strict === true || policy.undetermined === 'fail',
  };
}

/** Finds and judges the files, and says on standard error what is the matter with them. */
async function checkInputs(call: Call, io: Io): Promise<Results> {
  const { parameters, account, region, format } = call;
  const found = await findInputs(call.paths, io.cwd, () => readStandardInput(io));
  const inputs = call.onlyTemplates
    ? found.inputs.map((input) => ({ ...input, named: false }))
    : found.inputs;
  const progress = progressOn(io.stderr);
  const checked = await checkFiles(inputs, {
    ...call,
    lookUpKeys: call.verifyKeys ? await keyLookup(region, account, io) : undefined,
    progress: progress.report,
  });
  progress.end();
  const [remarks, unusable] = call.missingIsError ? [[], checked.missing] : [checked.missing, []];
  const problems = problemsInOrder([...found.problems, ...checked.problems, ...unusable]);
  if (problems.length === 0) refuseStrangers(parameters, checked.declared);
  for (const warning of [...found.warnings, ...checked.warnings, ...remarks]) tell('warning', warning, io);
  // GitHub's log shows both outputs, and the annotations are in it already.
  const isAnnotated = format === 'github' && call.output === undefined && !call.fix;
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

/** The check over one template that a fix has written into. */
function judgeAgain(template: Template, file: string, call: Call): readonly Finding[] {
  const { policy, now, parameters, account, region, stackName } = call;
  const { values, open } = valuesFor(template, parameters);
  const pseudo = { accountId: account, region, stackName };
  return judgeTemplate(withOpen(template, open), file, { policy, now, values, pseudo });
}

/** The SDK is loaded where KMS is asked, and nowhere else. */
async function keyLookup(region: string | undefined, account: string | undefined, io: Io) {
  const { keyLookupFor } = await import('../check/verify-keys.js');
  return keyLookupFor(region, account, io);
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
