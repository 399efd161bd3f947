/** `hook status`: shows each hook's configuration and its last invocations. */
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  type AccountHook,
  findHook,
  guardAliases,
  type HookResult,
  hookSettings,
  ignoredStackFilters,
  knownSettings,
  listHookResults,
} from '../../aws/index.js';
import { oneOf, parseArguments } from '../call/arguments.js';
import { type Colors, colorsFor } from '../terminal/colors.js';
import { accountOptions, checkAliases, formatOption, noOperands, notThere } from './options.js';
import { resultRows } from './results-table.js';
import type { Subcommand } from './subcommand.js';

const options = { ...accountOptions, format: formatOption } as const;

/** A hook's state, in the form of the JSON format. */
type HookState = Awaited<ReturnType<typeof stateOf>>;

/** A hook that is not in the account. */
interface Missing {
  readonly alias: string;
  readonly activated: false;
}

export const status: Subcommand = {
  help: {
    usage: 'hook status [options]',
    about: [
      'Shows whether the hook is activated and enabled, its mode, targets, filters and version, and its last invocations. The exit code is 2 where the hook is not in the account.',
    ],
    options,
    examples: ['kms-guard hook status', 'kms-guard hook status --format json --region eu-west-1'],
  },
  async run(argv, io, environment) {
    const { values, positionals } = parseArguments(argv, options);
    noOperands('status', positionals);
    checkAliases(values.alias ?? []);
    const format = oneOf('--format', values.format ?? 'pretty', ['pretty', 'json']);
    const client = await environment.cloudFormation({ region: values.region });
    const states: (HookState | Missing)[] = [];
    for (const alias of values.alias ?? Object.values(guardAliases)) {
      const hook = await findHook(client, alias);
      states.push(hook === undefined ? { alias, activated: false } : await stateOf(client, hook));
    }
    if (format === 'json') io.stdout.write(`${JSON.stringify({ hooks: states }, null, 2)}\n`);
    else io.stdout.write(states.map((state) => describe(state, colorsFor(io.stdout, io.env))).join('\n'));
    const missing = states.filter((state) => !('typeArn' in state)).map((state) => state.alias);
    if (missing.length === states.length || (values.alias !== undefined && missing.length > 0)) {
      throw await notThere(client, missing);
    }
    return 0;
  },
};

const shownInvocations = 5;

async function stateOf(client: CloudFormationClient, hook: AccountHook) {
  const settings = hookSettings(hook.configuration ?? {});
  return {
    alias: hook.alias,
    activated: hook.activated,
    enabled: settings['HookInvocationStatus'] === 'ENABLED',
    failureMode: settings['FailureMode'],
    targetOperations: settings['TargetOperations'],
    targetFilters: settings['TargetFilters'],
    stackFilters: settings['StackFilters'],
    remark: ignoredStackFilters(knownSettings(hook.configuration ?? {})),
    properties: settings['Properties'],
    executionRole: hook.executionRoleArn,
    version: hook.version,
    latestVersion: hook.latestVersion,
    originalTypeName: hook.originalTypeName,
    typeArn: hook.typeArn,
    lastUpdated: hook.lastUpdated?.toISOString(),
    lastInvocations: await lastInvocations(client, hook.typeArn),
  };
}

/** The newest invocations. It reads every page, since CloudFormation promises no order. */
async function lastInvocations(client: CloudFormationClient, TypeArn: string): Promise<HookResult[]> {
  let newest: HookResult[] = [];
  for await (const result of listHookResults(client, { TypeArn })) {
    newest = [...newest, result]
      .sort((one, other) => (other.invokedAt ?? '').localeCompare(one.invokedAt ?? ''))
      .slice(0, shownInvocations);
  }
  return newest;
}

function describe(state: HookState | Missing, colors: Colors): string {
  if (!('typeArn' in state)) return `${colors.bold(state.alias)}\n  not in the account\n`;
  const rows: [string, unknown][] = [
    ['activated', state.activated ? 'yes' : 'no, registered in this account'],
    ['enabled', state.enabled === true ? colors.green('yes') : colors.yellow('no')],
    ['mode', state.failureMode],
    ['targets', state.targetOperations],
    ['target filters', state.targetFilters],
    ['stack filters', state.stackFilters],
    ['properties', state.properties],
    ['role', state.executionRole],
    ['version', versionText(state)],
    ['last changed', state.lastUpdated],
  ];
  if (state.remark !== undefined) rows.push(['remark', state.remark]);
  const lines = rows.map(([name, value]) => `  ${name.padEnd(15)} ${plain(value)}\n`);
  const { lastInvocations } = state;
  const last = lastInvocations.length === 0 ? '  no invocations yet\n' : resultRows(lastInvocations, colors);
  return `${colors.bold(state.alias)}\n${lines.join('')}${last}`;
}

function versionText(state: HookState): unknown {
  const { version, latestVersion } = state;
  return latestVersion === undefined || latestVersion === version
    ? version
    : `${version} (latest: ${latestVersion})`;
}

function plain(value: unknown): string {
  if (value === undefined) return '-';
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ');
  return JSON.stringify(value);
}
