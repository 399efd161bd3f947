/** Shows invocations as a table: one row each, with the reason and annotations below it. */
import type { HookResult } from '../../aws/index.js';
import type { Colors } from '../terminal/colors.js';

const widths = { invokedAt: 24, status: 23, failureMode: 4 } as const;

export function resultHeader(colors: Colors): string {
  return colors.bold(`  ${row('INVOKED', 'STATUS', 'MODE', 'TARGET')}\n`);
}

export function resultRows(results: readonly HookResult[], colors: Colors): string {
  return results.map((result) => resultRow(result, colors)).join('');
}

function resultRow(result: HookResult, colors: Colors): string {
  const { invokedAt = '(time not known)', status, failureMode = '' } = result;
  const line = row(invokedAt, status, failureMode, targetOf(result));
  const paint = status.endsWith('FAILED') ? colors.red : (text: string) => text;
  const details = (result.annotations ?? []).flatMap((annotation) => [
    `    ${annotation.status} ${annotation.name}${annotation.message === undefined ? '' : `: ${annotation.message}`}`,
    ...(annotation.remediation === undefined ? [] : [`      fix: ${annotation.remediation}`]),
    ...(annotation.link === undefined ? [] : [`      see: ${annotation.link}`]),
  ]);
  const reason = result.reason === undefined ? [] : [`    ${result.reason}`];
  return [`  ${paint(line)}`, ...reason, ...details, ''].join('\n');
}

/** The resource and its stack or request; the hook's name where CloudFormation names none of these. */
function targetOf({ executionTarget, targetType, targetId, resource, hook }: HookResult): string {
  const stack = /:stack\/([^/]+)/.exec(executionTarget ?? '')?.[1];
  const request = executionTarget === undefined ? undefined : `request ${executionTarget}`;
  const place = stack === undefined ? request : `stack ${stack}`;
  const asked =
    targetId === undefined || targetId === executionTarget ? undefined : `${targetType} ${targetId}`;
  const judged = resource?.id === undefined ? undefined : `${resource.type ?? 'resource'} ${resource.id}`;
  return [place, asked, judged].filter((part) => part !== undefined).join(', ') || hook;
}

function row(invokedAt: string, status: string, failureMode: string, target: string): string {
  const cells = [
    invokedAt.padEnd(widths.invokedAt),
    status.padEnd(widths.status),
    failureMode.padEnd(widths.failureMode),
  ];
  return `${cells.join('  ')}  ${target}`.trimEnd();
}
