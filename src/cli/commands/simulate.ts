/** `kms-guard simulate`: rehearses a stack operation with the hook, on this machine. */

import { POLICY_FILE } from '../../check/index.js';
import { oneOf, parseArguments } from '../call/arguments.js';
import { parameterOptions, readAssignments, readParameters } from '../call/parameters.js';
import { loadPolicy, policyOption } from '../call/policy-file.js';
import { type Command, type Help, type Io, UsageError } from '../command.js';
import { builtHandler, callFunction, type HandlerFactory } from '../lambda.js';
import { deploymentFor } from '../simulate/deployment-options.js';
import { failureModes } from '../simulate/events.js';
import { targets } from '../simulate/invocations.js';
import { json } from '../simulate/json.js';
import { withMadeUpKeys } from '../simulate/made-up-keys.js';
import { checkNames, valuesOfCall } from '../simulate/parameter-values.js';
import { planStack } from '../simulate/plan.js';
import { rehearse, type Send } from '../simulate/rehearse.js';
import { brief, pretty } from '../simulate/report.js';
import type { StackPlan } from '../simulate/stack-plan.js';
import { readTemplateFile, type TemplateFile } from '../simulate/template-file.js';
import { usesColor } from '../terminal/colors.js';
import { columnsOf } from '../terminal/wrap.js';

const options = {
  previous: {
    type: 'string',
    value: 'TEMPLATE',
    help: 'rehearse an update of a stack that was deployed from this template (default: a new stack)',
  },
  'failure-mode': {
    type: 'string',
    value: 'FAIL|WARN',
    help: 'whether a failed hook blocks the operation (FAIL) or only warns (WARN) (default: FAIL)',
  },
  target: {
    type: 'string',
    value: 'TARGET',
    multiple: true,
    help: 'where the hook is called: CHANGE_SET, STACK, RESOURCE or CLOUD_CONTROL (default: CHANGE_SET, STACK and RESOURCE)',
  },
  ...parameterOptions,
  'stack-name': {
    type: 'string',
    value: 'NAME',
    help: "the stack's name (default: the template's file name)",
  },
  region: {
    type: 'string',
    value: 'NAME',
    help: 'the Region of the stack (default: AWS_REGION, AWS_DEFAULT_REGION, or us-east-1)',
  },
  account: { type: 'string', value: 'ID', help: 'the account of the stack (default: 123456789012)' },
  policy: {
    ...policyOption,
    help: `the policy (default: GUARD_POLICY, or the nearest ${POLICY_FILE}, from here up to the repository's root)`,
  },
  format: {
    type: 'string',
    value: 'FORMAT',
    help: 'pretty, brief (the outcome, and why) or json (default: pretty)',
  },
  log: { type: 'boolean', help: "show the function's log on stderr" },
} as const;

const help: Help = {
  usage: 'simulate TEMPLATE [options]',
  about: [
    "Rehearses a stack operation: the built Lambda function gets every invocation that CloudFormation would send (change set, stack, each endpoint configuration with its resolved properties), and the stack's events are shown as `aws cloudformation describe-stack-events` shows them. No AWS account is needed (with keyPolicy: verified, the function asks AWS KMS with your credentials), and nothing is deployed.",
    'TEMPLATE is a file, or - for standard input. A nested stack is rehearsed too if its template is a local file. Otherwise the report lists it as not rehearsed, and so it does with a configuration whose key a macro may still write; the exit code covers only the rest.',
  ],
  options,
  notes: [
    'Exit codes: 0 the operation would go through, 1 it would be blocked, 2 the call or a template is unusable, 3 an internal error.',
  ],
  examples: [
    'kms-guard simulate endpoint.yaml',
    'kms-guard simulate endpoint.yaml --parameter KmsKeyArn=alias/ml',
    'kms-guard simulate endpoint.yaml --previous deployed.yaml',
    'kms-guard simulate endpoint.yaml --failure-mode WARN --target RESOURCE',
    'sam build && kms-guard simulate .aws-sam/build/template.yaml \\',
    '  --parameters samconfig.toml',
  ],
};

const formats = { pretty, brief, json };
const formatNames = Object.keys(formats) as (keyof typeof formats)[];

/** @param makeHandler makes the handler that gets the invocations; a test passes its own */
export function simulateCommand(makeHandler: HandlerFactory): Command {
  return {
    help,
    async run(argv, io) {
      const call = readCall(argv, io);
      const madeUp = new Set<string>();
      const plan = await planCall(call, madeUp, io);
      const policy = await policyFor(call.values.policy, io);
      const log = call.values.log ? io.stderr : { write: () => undefined };
      const env = { ...policy.env, AWS_REGION: call.deployment.region };
      const handlerWith = (more: Readonly<Record<string, string>>) =>
        makeHandler({ ...io, stderr: log }, { ...env, ...more }, withMadeUpKeys(plan, madeUp));
      const send: Send = ({ event, payload }) =>
        callFunction(handlerWith, event, payload && JSON.stringify(payload));
      const rehearsal = await rehearse(plan, { ...call, now: io.now }, send);
      const report = formats[call.format](rehearsal, {
        ...{ deployment: call.deployment, failureMode: call.failureMode, policy: policy.source },
        color: usesColor(io.stdout, io.env),
        columns: io.stdout.isTTY ? columnsOf(io.stdout) : undefined,
      });
      io.stdout.write(report);
      return rehearsal.blocked ? 1 : 0;
    },
  };
}

export const command = simulateCommand(builtHandler);

type Call = ReturnType<typeof readCall>;

/** @throws UsageError naming the missing or unusable argument */
function readCall(argv: readonly string[], io: Io) {
  const { values, positionals } = parseArguments(argv, options);
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) {
    throw new UsageError('simulate takes one template: see `kms-guard simulate --help`');
  }
  if (file === '-' && values.previous === '-') {
    throw new UsageError('only one of the two templates can be read from standard input');
  }
  const wanted = values.target ?? ['CHANGE_SET', 'STACK', 'RESOURCE'];
  return {
    ...{ file, values },
    format: oneOf('--format', values.format ?? 'pretty', formatNames),
    failureMode: oneOf('--failure-mode', values['failure-mode'] ?? 'FAIL', failureModes),
    targets: new Set(wanted.map((target) => oneOf('--target', target, targets))),
    deployment: deploymentFor(file, values, io),
  };
}

/** Plans the operation, and writes the plan's assumptions to standard error. */
async function planCall({ file, values, deployment }: Call, madeUp: Set<string>, io: Io): Promise<StackPlan> {
  const next = await readTemplateFile(file, io);
  const previous = values.previous === undefined ? undefined : await readTemplateFile(values.previous, io);
  const assigned = readAssignments(values.parameter ?? []);
  checkNames([...assigned.keys()], previous ? [next, previous] : [next]);
  const given = readParameters(values.parameters ?? [], values.parameter ?? [], io.cwd);
  const definitionOf = (source: TemplateFile) => ({ source, parameters: valuesOfCall(source, given) });
  const notes = new Set<string>();
  const before =
    previous &&
    (await planStack(definitionOf(previous), undefined, deployment, {
      note: () => undefined,
      isDeployed: true,
      nested: { count: 0 },
      madeUp,
    }));
  const plan = await planStack(definitionOf(next), before, deployment, {
    note: (text) => notes.add(text),
    nested: { count: 0 },
    madeUp,
  });
  for (const note of notes) io.stderr.write(`note: ${note}\n`);
  return plan;
}

/**
 * The function's GUARD_POLICY: from the file that the caller named, else from the environment, else from a found file.
 *
 * @returns `source`: the file, or the variable; undefined where the defaults apply
 */
async function policyFor(named: string | undefined, io: Io) {
  if (named === undefined && io.env['GUARD_POLICY']) return { env: {}, source: 'GUARD_POLICY' };
  const { policy, file } = await loadPolicy(named, io.cwd);
  return { env: { GUARD_POLICY: JSON.stringify(policy) }, source: file };
}
