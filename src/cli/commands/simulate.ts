/** `kms-guard simulate`: a stack operation rehearsed through the hook, on this machine. */

import { POLICY_FILE } from '../../check/find-policy.js';
import type { ParameterValues } from '../../check/parameter-values.js';
import { suggestion } from '../../decision/index.js';
import { locate } from '../../template/index.js';
import { oneOf, parseArguments } from '../arguments.js';
import { parameterOptions, readParameters } from '../check/parameters.js';
import { loadPolicy, policyOption } from '../check/policy-file.js';
import { usesColor } from '../colors.js';
import { type Command, type Help, type Io, UsageError } from '../command.js';
import { builtHandler, type HandlerFactory } from '../lambda.js';
import type { Deployment } from '../simulate/deployment.js';
import { deploymentFor } from '../simulate/deployment-options.js';
import { failureModes } from '../simulate/events.js';
import { targets } from '../simulate/invocations.js';
import { json } from '../simulate/json.js';
import { type Definition, planOperation } from '../simulate/operation.js';
import { rehearse } from '../simulate/rehearse.js';
import { pretty } from '../simulate/report.js';
import { guardOn } from '../simulate/send.js';
import { inFile, readSource, type Source, valuesOf } from '../simulate/source.js';

const options = {
  previous: {
    type: 'string',
    value: 'TEMPLATE',
    help: 'an update of a stack that was made from this template (default: a new stack)',
  },
  'failure-mode': {
    type: 'string',
    value: 'FAIL|WARN',
    help: 'what a failed hook does to the operation (default: FAIL)',
  },
  target: {
    type: 'string',
    value: 'TARGET',
    multiple: true,
    help: 'where the hook is called: CHANGE_SET, STACK, RESOURCE or CLOUD_CONTROL (default: CHANGE_SET, STACK and RESOURCE)',
  },
  ...parameterOptions,
  'stack-name': { type: 'string', value: 'NAME', help: "(default: the template's file name)" },
  region: {
    type: 'string',
    value: 'NAME',
    help: '(default: AWS_REGION, AWS_DEFAULT_REGION, or us-east-1)',
  },
  account: { type: 'string', value: 'ID', help: '(default: 123456789012)' },
  policy: {
    ...policyOption,
    help: `the policy (default: GUARD_POLICY, or the nearest ${POLICY_FILE}, from here up to the repository's root)`,
  },
  format: { type: 'string', value: 'FORMAT', help: 'pretty or json (default: pretty)' },
  log: { type: 'boolean', help: "the function's log, on stderr" },
} as const;

const help: Help = {
  usage: 'simulate TEMPLATE [options]',
  about: [
    "Rehearses a stack operation: the built Lambda function gets every invocation that CloudFormation would send (change set, stack, each endpoint configuration with its resolved properties), and the stack's events are shown as `aws cloudformation describe-stack-events` shows them. No AWS account is needed, and nothing is deployed.",
    'TEMPLATE is a file, or - for standard input.',
  ],
  options,
  notes: [
    'Exit codes: 0 it would go through, 1 it would be blocked, 2 the call or a template is unusable, 3 our own failure.',
  ],
  examples: [
    'kms-guard simulate endpoint.yaml',
    'kms-guard simulate endpoint.yaml --parameter KmsKeyArn=alias/ml',
    'kms-guard simulate endpoint.yaml --previous deployed.yaml',
    'kms-guard simulate endpoint.yaml --failure-mode WARN --target RESOURCE',
  ],
};

/** The command with the handler that it calls, which a test replaces. */
export function simulateCommand(makeHandler: HandlerFactory): Command {
  return {
    help,
    async run(argv, io) {
      const { values, positionals } = parseArguments(argv, options);
      const [file, ...more] = positionals;
      if (file === undefined || more.length > 0) {
        throw new UsageError('simulate takes one template: see `kms-guard simulate --help`');
      }
      if (file === '-' && values.previous === '-') {
        throw new UsageError('only one of the two templates can be read from standard input');
      }
      const format = oneOf('--format', values.format ?? 'pretty', ['pretty', 'json']);
      const failureMode = oneOf('--failure-mode', values['failure-mode'] ?? 'FAIL', failureModes);
      const wanted = values.target ?? ['CHANGE_SET', 'STACK', 'RESOURCE'];
      const asked = new Set(wanted.map((target) => oneOf('--target', target, targets)));
      const deployment = deploymentFor(file, values, io);
      const next = await readSource(file, io);
      const previous = values.previous === undefined ? undefined : await readSource(values.previous, io);
      const given = await readParameters(values.parameters ?? [], values.parameter ?? [], io.cwd);
      checkNames(values.parameter ?? [], previous ? [next, previous] : [next]);
      const before = previous && definitionOf(previous, given, deployment);
      const after = definitionOf(next, given, deployment);
      const operation = await inFile(next.file, () => planOperation(after, before, deployment));
      const policy = await policyFor(values.policy, io);
      const log = values.log ? io.stderr : { write: () => undefined };
      for (const note of operation.notes) io.stderr.write(`note: ${note}\n`);
      for (const note of unplayed(next)) io.stderr.write(`note: ${note}\n`);
      const rehearsal = await rehearse(
        operation,
        {
          deployment,
          targets: asked,
          failureMode,
          template: next.template.text,
          previousTemplate: previous?.template.text,
          lineOf: ({ after: resource }) => (resource && locate(next.template, resource.path)?.line) ?? null,
          now: io.now,
        },
        guardOn(makeHandler, { ...io, stderr: log }, { ...policy.env, AWS_REGION: deployment.region }),
      );
      const { isTTY, columns } = io.stdout;
      const circumstances = {
        ...{ deployment, failureMode, policy: policy.source },
        color: usesColor(io.stdout, io.env),
      };
      io.stdout.write(
        format === 'json'
          ? json(rehearsal, circumstances)
          : pretty(rehearsal, { ...circumstances, columns: isTTY ? columns : undefined }),
      );
      return rehearsal.blocked ? 1 : 0;
    },
  };
}

export const command = simulateCommand(builtHandler);

/** A name on the command line is meant for one of the templates; a file may hold those of other stacks too. */
function checkNames(pairs: readonly string[], sources: readonly Source[]): void {
  const declared = sources.flatMap(({ template }) => Object.keys(template.parameters));
  for (const pair of pairs) {
    const name = pair.slice(0, pair.indexOf('='));
    if (declared.includes(name)) continue;
    const files = sources.map(({ file }) => file).join(' and ');
    throw new UsageError(`no parameter ${name} in ${files}${suggestion(name, declared)}`);
  }
}

function definitionOf(source: Source, given: ParameterValues, deployment: Deployment): Definition {
  const { account, region, partition, stackName, stackId } = deployment;
  return {
    template: source.template,
    context: {
      parameters: { values: valuesOf(source, given), useDefaults: true },
      pseudo: { accountId: account, region, partition, stackName, stackId },
    },
  };
}

interface FunctionPolicy {
  readonly env: Readonly<Record<string, string>>;
  /** The file, or the variable; undefined where the defaults are in force. */
  readonly source: string | undefined;
}

/** GUARD_POLICY as the function shall find it: a file of the call's comes before what the environment has. */
async function policyFor(named: string | undefined, io: Io): Promise<FunctionPolicy> {
  if (named === undefined && io.env['GUARD_POLICY']) return { env: {}, source: 'GUARD_POLICY' };
  const { policy, file } = await loadPolicy(named, io.cwd);
  return { env: { GUARD_POLICY: JSON.stringify(policy) }, source: file };
}

/** What CloudFormation would run and a rehearsal cannot. */
function unplayed({ file, template }: Source): readonly string[] {
  const declared = template.root['Transform'];
  const transforms = declared === undefined ? [] : Array.isArray(declared) ? declared : [declared];
  const names = transforms.filter((name) => name !== 'AWS::LanguageExtensions');
  return names.length === 0
    ? []
    : [`${file} has transforms, which only CloudFormation can run: what they would add is not rehearsed`];
}
