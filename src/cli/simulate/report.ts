/** The report of a rehearsal as text: what CloudFormation would show, and below that the guard's messages. */
import { type Colors, createColors } from '../terminal/colors.js';
import { printable } from '../terminal/printable.js';
import { paragraph, wrap } from '../terminal/wrap.js';
import type { Deployment } from './deployment.js';
import { type FailureMode, hookStatusOf, type StackEvent } from './events.js';
import { aliasOf } from './invocations.js';
import type { Rehearsal } from './rehearse.js';
import type { Call } from './stack-operation.js';
import { paintStatus, table } from './table.js';

export interface RehearsalContext {
  readonly deployment: Deployment;
  readonly failureMode: FailureMode;
  /** The source of the policy; undefined where the defaults apply. */
  readonly policy: string | undefined;
  readonly color: boolean;
  /** Width of the terminal. Without a terminal nothing is cut. */
  readonly columns: number | undefined;
}

/** The colors and width of the report. */
interface Page {
  readonly colors: Colors;
  readonly columns: number | undefined;
}

/** The full report. The outcome comes last, where a reader of a terminal sees it first. */
export function pretty(rehearsal: Rehearsal, context: RehearsalContext): string {
  const page = pageOf(context);
  return joined([
    heading(context, page),
    changeSetSection(rehearsal, page),
    requestsSection(rehearsal, page),
    ...eventSections(rehearsal, context.deployment, page),
    guardSection(rehearsal, context.deployment, page),
    outcome(rehearsal, page),
  ]);
}

/** The outcome and the guard's messages only. */
export function brief(rehearsal: Rehearsal, context: RehearsalContext): string {
  const page = pageOf(context);
  const { deployment } = context;
  return joined([
    heading(context, page) + outcome(rehearsal, page),
    guardSection(rehearsal, deployment, page),
  ]);
}

function pageOf({ color, columns }: RehearsalContext): Page {
  return { colors: createColors(color), columns };
}

function joined(sections: readonly string[]): string {
  return sections.filter((section) => section !== '').join('\n');
}

function heading({ deployment, failureMode, policy }: RehearsalContext, { colors, columns }: Page): string {
  const { stackName, region, account } = deployment;
  const from = policy === undefined ? '' : `, policy ${printable(policy)}`;
  const line = `${colors.bold(`Stack ${stackName}`)} in ${region}, account ${account}, failure mode ${failureMode}${from}`;
  return `${columns === undefined ? line : wrap(line, columns).join('\n')}\n`;
}

function changeSetSection({ changeSet, calls }: Rehearsal, { colors, columns }: Page): string {
  if (!changeSet) return '';
  const rows = changeSet.changes.map(({ action, logicalId, type, replaces }) => [
    action,
    logicalId,
    type,
    action === 'UPDATE' ? (replaces === undefined ? 'False' : 'True') : '',
  ]);
  const hook = calls.find(({ target }) => target === 'CHANGE_SET');
  const reason = changeSet.reason === undefined ? [] : shown(changeSet.reason, columns);
  return [
    `${colors.bold('Change set')}\n`,
    table(['ACTION', 'LOGICAL ID', 'TYPE', 'REPLACEMENT'], rows, colors, columns),
    hook ? `  ${aliasOf('CHANGE_SET')} ${paintStatus(hookStatusOf(hook.answer), colors)}\n` : '',
    `  ${paintStatus(changeSet.status, colors)}\n`,
    ...reason.map((line) => `${line}\n`),
  ].join('');
}

function requestsSection({ requests }: Rehearsal, { colors, columns }: Page): string {
  if (requests.length === 0) return '';
  const rows = requests.map(({ logicalId, status, reason }) => [logicalId, status, reason ?? '']);
  return `${colors.bold('Cloud Control requests')}\n${table(['RESOURCE', 'STATUS', 'REASON'], rows, colors, columns)}`;
}

/** A table of events for each stack. */
function eventSections(
  { events, changeSet }: Rehearsal,
  { stackName }: Deployment,
  { colors, columns }: Page,
): readonly string[] {
  const without = changeSet?.status === 'FAILED' ? ' of a deployment without a change set' : '';
  const stacks = [...new Set(events.map((event) => event.StackName))];
  return stacks.map((name) => {
    const title = name === stackName ? `Stack events${without}` : `Stack events of ${name}`;
    const rows = events
      .filter((event) => event.StackName === name)
      .map((event) => [
        event.Timestamp.slice(11, 19),
        event.LogicalResourceId,
        event.ResourceType,
        event.HookStatus ?? event.ResourceStatus,
        reasonOf(event),
      ]);
    return `${colors.bold(title)}\n${table(['TIME', 'LOGICAL ID', 'TYPE', 'STATUS', 'REASON'], rows, colors, columns)}`;
  });
}

/** The first line of a reason. The section below the tables has the hook's whole message. */
function reasonOf(event: StackEvent): string {
  const { HookType, HookStatus, HookStatusReason, HookFailureMode, ResourceStatusReason } = event;
  if (HookType === undefined) return ResourceStatusReason ?? '';
  const [line = ''] = (HookStatusReason ?? '').split('\n');
  if (HookStatus === 'HOOK_IN_PROGRESS') return `${HookType}: ${line}`;
  const isWarning = HookFailureMode === 'WARN' && HookStatus !== 'HOOK_COMPLETE_SUCCEEDED';
  return isWarning ? `WARN: ${line}` : line;
}

/** The messages of the failed calls, each once, with the names of the calls. */
function guardSection({ calls }: Rehearsal, { stackName }: Deployment, { colors, columns }: Page): string {
  const failed = calls.filter(({ answer }) => answer.hookStatus === 'FAILED');
  if (failed.length === 0) return '';
  const messages = [...new Set(failed.map(({ answer }) => answer.message))].map((message) => {
    const from = failed.filter(({ answer }) => answer.message === message);
    const lines = message.split('\n').flatMap((line) => shown(line, columns));
    const names = from.map((call) => nameOf(call, stackName)).join(', ');
    return `  ${colors.dim(`${names}:`)}\n${lines.map((line) => `${line}\n`).join('')}`;
  });
  return `${colors.bold('What the guard says')}\n${messages.join('\n')}`;
}

/** Wraps sentences. Lines to copy, which begin with a space, stay as they are. */
function shown(line: string, columns: number | undefined): readonly string[] {
  if (line === '') return [''];
  return columns === undefined || line.startsWith(' ')
    ? [`  ${printable(line)}`]
    : paragraph([line], columns);
}

function nameOf({ target, subject, stackName }: Call, outermost: string): string {
  if (target === 'CHANGE_SET') return target;
  const isNested = stackName !== outermost && subject !== stackName;
  return `${target} ${subject}${isNested ? ` in ${stackName}` : ''}`;
}

/** A line for each stack that was not rehearsed, and then the outcome of the rest. */
function outcome(rehearsal: Rehearsal, page: Page): string {
  if (!rehearsal.hasChanges) return 'No updates are to be performed.\n';
  const lines = rehearsal.notRehearsed.flatMap(({ logicalId, stackName, reason }) =>
    shown(`${logicalId} of ${stackName}: ${reason}`, page.columns),
  );
  return [...lines, verdict(rehearsal, page.colors)].map((line) => `${line}\n`).join('');
}

function verdict({ blocked, calls, stackStatus, notRehearsed }: Rehearsal, colors: Colors): string {
  const end = stackStatus === undefined ? '' : ` The stack ends in ${stackStatus}.`;
  if (blocked) return `${colors.red('✖')} ${colors.bold('Blocked.')}${end}`;
  const isWarned = calls.some(({ answer }) => answer.hookStatus === 'FAILED');
  // A stack that was not rehearsed may still be blocked, so the outcome is not "Passed".
  if (notRehearsed.length > 0) {
    const rest = isWarned ? 'goes through, with warnings.' : 'passes.';
    return `${colors.yellow('?')} ${colors.bold('Not rehearsed in full.')} What was rehearsed ${rest}`;
  }
  if (isWarned) return `${colors.yellow('!')} ${colors.bold('Warned, and let through.')}${end}`;
  return `${colors.green('✔')} ${colors.bold('Passed.')}${end}`;
}
