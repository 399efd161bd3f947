/** `hook activate`: activates and configures the hooks, or updates existing ones. */
import {
  failureModes,
  findHook,
  functionArnProblem,
  type GuardHook,
  guardAliases,
  hookTargets,
  lambdaHook,
  regionOf,
  roleArnProblem,
  type TargetOperation,
  targetOperations,
} from '../../aws/index.js';
import { oneOf, parseArguments } from '../call/arguments.js';
import { UsageError } from '../command.js';
import { activation, type Wanted, type WantedHook } from './activation-change.js';
import { type AccountChange, applyChanges } from './apply-changes.js';
import { changeOptions, checkAliases, noOperands } from './options.js';
import type { Subcommand } from './subcommand.js';

const options = {
  function: {
    type: 'string',
    value: 'ARN',
    help: "the guard's Lambda function, optionally with a version or an alias",
  },
  role: { type: 'string', value: 'ARN', help: 'the role with which CloudFormation calls the function' },
  mode: {
    type: 'string',
    value: 'FAIL|WARN',
    help: 'FAIL blocks a non-compliant deployment, WARN lets it through (default for a new hook: FAIL)',
  },
  target: {
    type: 'string',
    value: 'TARGET',
    multiple: true,
    help: 'RESOURCE, CLOUD_CONTROL, STACK or CHANGE_SET',
  },
  'exclude-stack': {
    type: 'string',
    value: 'NAME',
    multiple: true,
    help: "a stack that the hook does not check, such as the guard's own; may have wildcards",
  },
  ...changeOptions,
  alias: {
    ...changeOptions.alias,
    help: `the hook's alias, Name1::Name2::Name3; once for each hook, in this order: RESOURCE (default: ${guardAliases.resource}), CLOUD_CONTROL (default: ${guardAliases.cloudControl}), STACK and CHANGE_SET (default: ${guardAliases.stack})`,
  },
} as const;

export const activate: Subcommand = {
  help: {
    usage: 'hook activate --function ARN --role ARN [options]',
    about: [
      `Activates ${lambdaHook.typeName} for the guard's function and configures it. An existing hook is updated; settings without an option stay as they are.`,
      'There are three hooks, since CloudFormation ignores the stack filters of a hook that targets Cloud Control, and does not call a hook for whole stacks if its filter names resource types. Without --target, all three are activated; with a single --alias, only the first.',
    ],
    options,
    examples: [
      'kms-guard hook activate --mode WARN \\',
      '  --function arn:aws:lambda:eu-west-1:111122223333:function:kms-guard:live \\',
      '  --role arn:aws:iam::111122223333:role/hook --exclude-stack kms-guard',
      'kms-guard hook activate --function ARN --role ARN --target STACK --dry-run',
    ],
  },
  async run(argv, io, environment) {
    const { values, positionals } = parseArguments(argv, options);
    const wanted = check(values, positionals);
    const client = await environment.cloudFormation({ region: values.region });
    const region = await client.config.region();
    if (regionOf(wanted.functionArn) !== region) {
      io.stderr.write(`note: the function is in ${regionOf(wanted.functionArn)}, the hook in ${region}\n`);
    }
    const changes: AccountChange[] = [];
    for (const hook of wanted.hooks) {
      changes.push(activation(wanted, hook, await findHook(client, hook.alias)));
    }
    return applyChanges(changes, values, io, client);
  },
};

type Values = ReturnType<typeof parseArguments<typeof options>>['values'];

/** @throws UsageError naming every option that cannot be used */
function check(values: Values, positionals: readonly string[]): Wanted {
  const { function: functionArn, role: roleArn } = values;
  noOperands('activate', positionals);
  if (functionArn === undefined || roleArn === undefined) {
    throw new UsageError('hook activate needs --function ARN and --role ARN');
  }
  const problems = [
    ...problemOf('--function', functionArn, functionArnProblem(functionArn)),
    ...problemOf('--role', roleArn, roleArnProblem(roleArn)),
  ];
  if (problems.length > 0) throw new UsageError(problems.join('; '));
  checkAliases(values.alias ?? []);
  const mode =
    values.mode === undefined ? undefined : oneOf('--mode', values.mode.toUpperCase(), failureModes);
  const targets = values.target?.map((word) => oneOf('--target', word.toUpperCase(), targetOperations));
  const hooks = wantedHooks(targets, values.alias ?? []);
  return { functionArn, roleArn, mode, excludedStacks: values['exclude-stack'] ?? [], hooks };
}

function problemOf(option: string, text: string, problem: string | undefined): string[] {
  return problem === undefined ? [] : [`${option} ${text} ${problem}`];
}

/** The hooks for the targets and aliases of the call. */
function wantedHooks(
  targets: readonly TargetOperation[] | undefined,
  aliases: readonly string[],
): WantedHook[] {
  const kinds =
    targets === undefined
      ? kindsWithoutTargets(aliases)
      : allKinds.filter((kind) => hookTargets[kind].some((target) => targets.includes(target)));
  if (aliases.length > 0 && aliases.length !== kinds.length) {
    const count = ['no hook', 'one hook', 'two hooks', 'three hooks'][kinds.length];
    throw new UsageError(
      `these targets need ${count}: give --alias once for each, in the order RESOURCE, CLOUD_CONTROL, STACK and CHANGE_SET, or not at all`,
    );
  }
  if (new Set(aliases).size < aliases.length) throw new UsageError('each hook needs an alias of its own');
  return kinds.map((kind, index) => ({
    kind,
    alias: aliases[index] ?? guardAliases[kind],
    targets: targets && hookTargets[kind].filter((target) => targets.includes(target)),
  }));
}

const allKinds = Object.keys(guardAliases) as readonly GuardHook[];

/** All three hooks; for a single alias, the hook with that default alias, or else the first. */
function kindsWithoutTargets([first, ...more]: readonly string[]): readonly GuardHook[] {
  if (first === undefined || more.length > 0) return allKinds;
  return [allKinds.find((kind) => guardAliases[kind] === first) ?? 'resource'];
}
