/** A rehearsal for a reader: what CloudFormation would show, and under it what the guard says. */
import { type Colors, createColors } from '../colors.js';
import { printable } from '../report/code-frame.js';
import type { Call } from './call.js';
import type { Deployment } from './deployment.js';
import { type FailureMode, hookStatusOf, type StackEvent } from './events.js';
import { aliasOf } from './invocations.js';
import type { Rehearsal } from './rehearse.js';

export interface Circumstances {
  readonly deployment: Deployment;
  readonly failureMode: FailureMode;
  /** Where the policy comes from; undefined where the defaults are in force. */
  readonly policy: string | undefined;
  readonly color: boolean;
  /** Of the terminal; where there is none, nothing is cut. */
  readonly columns: number | undefined;
}

export function pretty(
  rehearsal: Rehearsal,
  { deployment, failureMode, policy, color, columns }: Circumstances,
): string {
  const colors = createColors(color);
  const { stackName, region, account } = deployment;
  const sections = [
    `${colors.bold(`Stack ${stackName}`)} in ${region}, account ${account}, failure mode ${failureMode}${policy === undefined ? '' : `, policy ${printable(policy)}`}\n`,
    changeSetSection(rehearsal, colors, columns),
    requestsSection(rehearsal, colors, columns),
    eventsSection(rehearsal, colors, columns),
    guardSection(rehearsal, colors),
    `${outcome(rehearsal, colors)}\n`,
  ];
  return sections.filter((section) => section !== '').join('\n');
}

function changeSetSection(
  { changeSet, calls }: Rehearsal,
  colors: Colors,
  columns: number | undefined,
): string {
  if (!changeSet) return '';
  const rows = changeSet.changes.map(({ action, logicalId, type, replaces }) => [
    action,
    logicalId,
    type,
    action === 'UPDATE' ? (replaces === undefined ? 'False' : 'True') : '',
  ]);
  const hook = calls.find(({ target }) => target === 'CHANGE_SET');
  return [
    `${colors.bold('Change set')}\n`,
    table(['ACTION', 'LOGICAL ID', 'TYPE', 'REPLACEMENT'], rows, colors, columns),
    hook ? `  ${aliasOf('CHANGE_SET')} ${paint(hookStatusOf(hook.answer), colors)}\n` : '',
    `  ${paint(changeSet.status, colors)}${changeSet.reason === undefined ? '' : ` ${changeSet.reason}`}\n`,
  ].join('');
}

function requestsSection({ requests }: Rehearsal, colors: Colors, columns: number | undefined): string {
  if (requests.length === 0) return '';
  const rows = requests.map(({ logicalId, status, reason }) => [logicalId, status, reason ?? '']);
  return `${colors.bold('Cloud Control requests')}\n${table(['RESOURCE', 'STATUS', 'REASON'], rows, colors, columns)}`;
}

function eventsSection(
  { events, changeSet }: Rehearsal,
  colors: Colors,
  columns: number | undefined,
): string {
  if (events.length === 0) return '';
  const heading =
    changeSet?.status === 'FAILED' ? 'Stack events, were it deployed without a change set' : 'Stack events';
  const rows = events.map((event) => [
    event.Timestamp.slice(11, 19),
    event.LogicalResourceId,
    event.ResourceType,
    event.HookStatus ?? event.ResourceStatus,
    reasonOf(event),
  ]);
  return `${colors.bold(heading)}\n${table(['TIME', 'LOGICAL ID', 'TYPE', 'STATUS', 'REASON'], rows, colors, columns)}`;
}

/** One line: what a hook says at length stands below the table. */
function reasonOf(event: StackEvent): string {
  const { HookType, HookStatus, HookStatusReason, HookFailureMode, ResourceStatusReason } = event;
  if (HookType === undefined) return ResourceStatusReason ?? '';
  const [line = ''] = (HookStatusReason ?? '').split('\n');
  if (HookStatus === 'HOOK_IN_PROGRESS') return `${HookType}: ${line}`;
  const warned = HookFailureMode === 'WARN' && HookStatus !== 'HOOK_COMPLETE_SUCCEEDED';
  return warned ? `WARN: ${line}` : line;
}

/** The messages of the calls that failed, each once, with where it was heard. */
function guardSection({ calls }: Rehearsal, colors: Colors): string {
  const heard = new Map<string, Call[]>();
  for (const call of calls) {
    if (call.answer.hookStatus !== 'FAILED') continue;
    heard.set(call.answer.message, [...(heard.get(call.answer.message) ?? []), call]);
  }
  if (heard.size === 0) return '';
  const messages = [...heard].map(([message, from]) => {
    const where = from.map(({ target, subject }) =>
      target === 'CHANGE_SET' ? target : `${target} ${subject}`,
    );
    const lines = message.split('\n').map((line) => (line === '' ? '' : `  ${printable(line)}`));
    return `  ${colors.dim(`${where.join(', ')}:`)}\n${lines.join('\n')}\n`;
  });
  return `${colors.bold('What the guard says')}\n${messages.join('\n')}`;
}

function outcome({ blocked, calls, events, stackStatus }: Rehearsal, colors: Colors): string {
  if (calls.length === 0 && events.length === 0) return 'No updates are to be performed.';
  const end = stackStatus === undefined ? '' : ` The stack ends in ${stackStatus}.`;
  if (blocked) return `${colors.red('✖')} ${colors.bold('Blocked.')}${end}`;
  const warned = calls.some(({ answer }) => answer.hookStatus === 'FAILED');
  if (warned) return `${colors.yellow('!')} ${colors.bold('Warned, and let through.')}${end}`;
  return `${colors.green('✔')} ${colors.bold('Passed.')}${end}`;
}

/** The last column has what room is left; where that is too little it goes below its row. */
function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  colors: Colors,
  columns = Number.POSITIVE_INFINITY,
): string {
  const shown = rows.map((row) => row.map(printable));
  const widths = header.map((title, at) =>
    Math.max(title.length, ...shown.map((row) => row[at]?.length ?? 0)),
  );
  const last = header.length - 1;
  const start = widths.slice(0, last).reduce((sum, width) => sum + width + 2, 2);
  const below = columns - start < Math.min(MIN_ROOM, widths[last] ?? 0);
  const line = (row: readonly string[], dress: (cell: string) => string) => {
    const cells = row
      .slice(0, last)
      .map((cell, at) => dress(cell) + ' '.repeat((widths[at] ?? 0) - cell.length));
    const end = row[last] ?? '';
    if (!below) return `  ${[...cells, dress(cut(end, columns - start))].join('  ').trimEnd()}\n`;
    const under = end === '' || row === header ? '' : `            ${colors.dim(cut(end, columns - 12))}\n`;
    return `  ${cells.join('  ').trimEnd()}\n${under}`;
  };
  const body = shown.map((row) => line(row, (cell) => paint(cell, colors)));
  return line(header, (title) => colors.dim(title)) + body.join('');
}

/** Less than this says nothing. */
const MIN_ROOM = 40;

function cut(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, Math.max(room - 1, 0))}…`;
}

/** Statuses in their colors; all else as it is. */
function paint(cell: string, colors: Colors): string {
  if (!/^[A-Z_]{6,}$/.test(cell)) return cell;
  if (/FAILED|ROLLBACK/.test(cell)) return colors.red(cell);
  return /COMPLETE|SUCCE/.test(cell) ? colors.green(cell) : cell;
}
