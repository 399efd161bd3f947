/** `hook activate`: the hook in the account as asked, whether it was there before or not. */
import {
  failureModes,
  hookOf,
  type TargetOperation,
  targetOperations,
} from '../../aws/hook-configuration.js';
import {
  functionArnProblem,
  type GuardHook,
  guardAliases,
  lambdaHook,
  regionOf,
  roleArnProblem,
} from '../../aws/names.js';
import { findHook, type RegistryRequest, send } from '../../aws/registry.js';
import { oneOf, parseArguments } from '../arguments.js';
import { UsageError } from '../command.js';
import { activation, allTargets, type Wanted, type WantedHook } from './activation.js';
import { type Change, carryOut } from './change.js';
import { changeOptions, checkAliases, noOperands } from './options.js';
import type { Subcommand } from './subcommand.js';

const options = {
  ...changeOptions,
  function: { type: 'string' },
  role: { type: 'string' },
  mode: { type: 'string' },
  target: { type: 'string', multiple: true },
  'exclude-stack': { type: 'string', multiple: true },
} as const;

export const activate: Subcommand = {
  help: `Usage: kms-guard hook activate --function ARN --role ARN [options]

Activates ${lambdaHook.typeName} for the guard's function and configures it; what is there already is updated,
and whatever was not asked for stays as it is. A target filter names resource types and a hook that has one is
not called for whole stacks, so there are two hooks: one for RESOURCE and CLOUD_CONTROL, one for STACK and
CHANGE_SET. Without --target both are activated, with a single --alias the first.

  --function ARN        the guard's Lambda function, a version or an alias where wanted
  --role ARN            the role by which CloudFormation calls the function
  --mode FAIL|WARN      what a non-compliant configuration meets (default for a new hook: FAIL)
  --target TARGET       RESOURCE, CLOUD_CONTROL, STACK or CHANGE_SET; may be repeated
  --exclude-stack NAME  a stack that the hook leaves alone, above all its own; wildcards, may be repeated
  --alias NAME          the hook's alias, Name1::Name2::Name3 (default: ${guardAliases.resource}
                        and ${guardAliases.stack}); twice where both hooks are wanted
  --region NAME         the AWS region (default: AWS_REGION, or the profile's)
  --dry-run             print the exact requests as JSON, change nothing
  -y, --yes             do not ask

Examples:
  kms-guard hook activate --mode WARN \\
    --function arn:aws:lambda:eu-west-1:111122223333:function:kms-guard:live \\
    --role arn:aws:iam::111122223333:role/kms-guard-hook --exclude-stack kms-guard
  kms-guard hook activate --function ARN --role ARN --target STACK --dry-run
`,
  async run(argv, io, outside) {
    const { values, positionals } = parseArguments(argv, options);
    const wanted = check(values, positionals);
    const client = await outside.cloudFormation({ region: values.region });
    const region = await client.config.region();
    if (regionOf(wanted.functionArn) !== region) {
      io.stderr.write(`note: the function is in ${regionOf(wanted.functionArn)}, the hook in ${region}\n`);
    }
    const changes: Change<RegistryRequest>[] = [];
    for (const hook of wanted.hooks) {
      changes.push(activation(wanted, hook, await findHook(client, hook.alias)));
    }
    return carryOut(changes, values, io, (request) => send(client, request));
  },
};

type Values = ReturnType<typeof parseArguments<typeof options>>['values'];

/** @throws UsageError with everything that is wrong at once. */
function check(values: Values, positionals: readonly string[]): Wanted {
  const { function: functionArn, role: roleArn } = values;
  noOperands('activate', positionals);
  if (functionArn === undefined || roleArn === undefined) {
    throw new UsageError('hook activate needs --function ARN and --role ARN');
  }
  const problems = [
    ...told('--function', functionArn, functionArnProblem(functionArn)),
    ...told('--role', roleArn, roleArnProblem(roleArn)),
  ];
  if (problems.length > 0) throw new UsageError(problems.join('; '));
  checkAliases(values.alias ?? []);
  const mode =
    values.mode === undefined ? undefined : oneOf('--mode', values.mode.toUpperCase(), failureModes);
  const targets = values.target?.map((word) => oneOf('--target', word.toUpperCase(), targetOperations));
  const hooks = wantedHooks(targets, values.alias ?? []);
  return { functionArn, roleArn, mode, excludedStacks: values['exclude-stack'] ?? [], hooks };
}

function told(option: string, text: string, problem: string | undefined): string[] {
  return problem === undefined ? [] : [`${option} ${text} ${problem}`];
}

/** Which hooks the targets and aliases come to. */
function wantedHooks(
  targets: readonly TargetOperation[] | undefined,
  aliases: readonly string[],
): WantedHook[] {
  const kinds =
    targets === undefined
      ? kindsWithoutTargets(aliases)
      : bothKinds.filter((kind) => targets.some((target) => hookOf(target) === kind));
  if (aliases.length > 0 && aliases.length !== kinds.length) {
    throw new UsageError(
      kinds.length === 2
        ? 'these targets need two hooks: give --alias twice, for RESOURCE and CLOUD_CONTROL first, or not at all'
        : 'these targets need one hook: give --alias once',
    );
  }
  if (new Set(aliases).size < aliases.length) throw new UsageError('two hooks need two different aliases');
  return kinds.map((kind, index) => ({
    kind,
    alias: aliases[index] ?? guardAliases[kind],
    targets:
      targets === undefined ? undefined : allTargets(kind).filter((target) => targets.includes(target)),
  }));
}

const bothKinds: readonly GuardHook[] = ['resource', 'stack'];

function kindsWithoutTargets([first, second]: readonly string[]): readonly GuardHook[] {
  if (first === undefined || second !== undefined) return bothKinds;
  return first === guardAliases.stack ? ['stack'] : ['resource'];
}
