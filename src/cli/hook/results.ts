/** `hook results`: the hook's answers, with their annotations. */
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import pMap from 'p-map';
import {
  guardAliases,
  type HookResult,
  type HookStatus,
  hookStatuses,
  listHookResults,
  type ResultsQuery,
  resultTargetTypes,
  withDetails,
} from '../../aws/index.js';
import { oneOf, parseArguments } from '../call/arguments.js';
import type { ExitCode, Io } from '../command.js';
import { colorsFor } from '../terminal/colors.js';
import { accountOptions, checkAliases, formatOption, namedHooks, noOperands } from './options.js';
import { type ResultTarget, sinceOf, statusOf, targetOf } from './results-filter.js';
import { resultHeader, resultRows } from './results-table.js';
import type { HookEnvironment, Subcommand } from './subcommand.js';

const options = {
  status: {
    type: 'string',
    value: 'STATUS',
    help: `in-progress, succeeded, failed (an endpoint configuration was refused), error (the hook itself failed), or CloudFormation's name: ${hookStatuses.join(', ')}`,
  },
  since: { type: 'string', value: 'WHEN', help: '30m, 2h, 7d, or a date like 2026-01-31T12:00:00Z' },
  'target-type': {
    type: 'string',
    value: 'TYPE',
    help: `${resultTargetTypes.join(' or ')}; together with --target-id`,
  },
  'target-id': {
    type: 'string',
    value: 'ID',
    help: "the change set's ARN, or the hook request token of a Cloud Control operation",
  },
  follow: { type: 'boolean', help: 'keep running, and show new results until interrupted' },
  format: { ...formatOption, help: `${formatOption.help}; with --follow, one JSON object per line` },
  ...accountOptions,
} as const;

interface Selection {
  readonly queries: readonly ResultsQuery[];
  /** The hooks to keep: for a target, CloudFormation lists the results of every hook. */
  readonly hooks?: readonly string[];
  readonly status: HookStatus | undefined;
  readonly since: string;
}

export const results: Subcommand = {
  help: {
    usage: 'hook results [options]',
    about: [
      'Lists the invocations of the hook, oldest first, each with its stack or request, the resource and the annotations. CloudFormation keeps them for 90 days.',
    ],
    options,
    notes: [
      "CloudFormation lists a target's results without their time. --since then looks up the time of each result, and keeps a result whose time is no longer known.",
    ],
    examples: [
      'kms-guard hook results --status failed --since 2h',
      'kms-guard hook results --follow --format json',
    ],
  },
  async run(argv, io, environment) {
    const { values, positionals } = parseArguments(argv, options);
    noOperands('results', positionals);
    checkAliases(values.alias ?? []);
    const format = oneOf('--format', values.format ?? 'pretty', ['pretty', 'json']);
    const status = statusOf(values.status);
    const since = sinceOf(values.since, io.now());
    const target = targetOf(values['target-type'], values['target-id']);
    const client = await environment.cloudFormation({ region: values.region });
    const selection = await select(client, values.alias, target, status, since);
    if (values.follow === true) return follow(client, selection, format, io, environment);
    const found = await inOrder(client, selection, () => true);
    if (format === 'json') io.stdout.write(`${JSON.stringify({ results: found }, null, 2)}\n`);
    else if (found.length === 0) io.stdout.write('no results\n');
    else {
      const colors = colorsFor(io.stdout, io.env);
      io.stdout.write(resultHeader(colors) + resultRows(found, colors));
    }
    return 0;
  },
};

async function select(
  client: CloudFormationClient,
  aliases: readonly string[] | undefined,
  target: ResultTarget | undefined,
  status: HookStatus | undefined,
  since: string,
): Promise<Selection> {
  if (target !== undefined) {
    return { queries: [target], hooks: aliases ?? Object.values(guardAliases), status, since };
  }
  const hooks = await namedHooks(client, aliases);
  const queries = hooks.map(({ typeArn }) => ({
    TypeArn: typeArn,
    ...(status !== undefined && { Status: status }),
  }));
  return { queries, status, since };
}

// One call per result. A few at a time are fast, and stay below the API's throttling.
const concurrency = 4;

/** The selected results that `wanted` accepts, oldest first, with their details. */
async function inOrder(
  client: CloudFormationClient,
  { queries, hooks, status, since }: Selection,
  wanted: (result: HookResult) => boolean,
): Promise<HookResult[]> {
  const isRecent = ({ invokedAt }: HookResult) => invokedAt === undefined || invokedAt >= since;
  const listed: HookResult[] = [];
  for (const query of queries) {
    for await (const result of listHookResults(client, query)) {
      const ours =
        (hooks === undefined || hooks.includes(result.hook)) &&
        (status === undefined || result.status === status);
      if (ours && isRecent(result) && wanted(result)) listed.push(result);
    }
  }
  const found = await pMap(listed, (result) => withDetails(client, result), { concurrency });
  return found
    .filter(isRecent)
    .sort((one, other) => (one.invokedAt ?? '').localeCompare(other.invokedAt ?? ''));
}

const pollMilliseconds = 5_000;

/** Writes a result when it first appears, and again when its status changes. */
async function follow(
  client: CloudFormationClient,
  selection: Selection,
  format: 'pretty' | 'json',
  io: Io,
  environment: HookEnvironment,
): Promise<ExitCode> {
  const interrupted = environment.interruption();
  const colors = colorsFor(io.stdout, io.env);
  let known = new Set<string>();
  if (format === 'pretty') io.stdout.write(resultHeader(colors));
  while (!interrupted.aborted) {
    // Remember only the results of the last list, so that memory stays small over days.
    const current = new Set<string>();
    const fresh = await inOrder(client, selection, (result) => {
      const key = `${result.id} ${result.status}`;
      current.add(key);
      return !known.has(key);
    });
    known = current;
    for (const result of fresh) {
      io.stdout.write(format === 'json' ? `${JSON.stringify(result)}\n` : resultRows([result], colors));
    }
    await environment.wait(pollMilliseconds, interrupted);
  }
  return 0;
}
