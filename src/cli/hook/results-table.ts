/** Invocations for a reader: one row each, its annotations below. */
import type { HookResult } from '../../aws/hook-results.js';
import type { colorsFor } from './change.js';

type Colors = ReturnType<typeof colorsFor>;

const widths = { invokedAt: 24, status: 23, failureMode: 4 } as const;

export function resultHeader(colors: Colors): string {
  return colors.bold(`  ${row('INVOKED', 'STATUS', 'MODE', 'TARGET')}\n`);
}

export function resultRows(results: readonly HookResult[], colors: Colors): string {
  return results.map((result) => resultRow(result, colors)).join('');
}

function resultRow(result: HookResult, colors: Colors): string {
  const target = [result.targetType, result.targetId].filter((part) => part !== undefined).join(' ');
  const line = row(result.invokedAt, result.status, result.failureMode ?? '', target || result.hook);
  const paint = result.status.endsWith('FAILED') ? colors.red : (text: string) => text;
  const details = (result.annotations ?? []).flatMap((annotation) => [
    `    ${annotation.status} ${annotation.name}${annotation.message === undefined ? '' : `: ${annotation.message}`}`,
    ...(annotation.remediation === undefined ? [] : [`      fix: ${annotation.remediation}`]),
    ...(annotation.link === undefined ? [] : [`      see: ${annotation.link}`]),
  ]);
  const reason = result.reason === undefined ? [] : [`    ${result.reason}`];
  return [`  ${paint(line)}`, ...reason, ...details, ''].join('\n');
}

function row(invokedAt: string, status: string, failureMode: string, target: string): string {
  const cells = [
    invokedAt.padEnd(widths.invokedAt),
    status.padEnd(widths.status),
    failureMode.padEnd(widths.failureMode),
  ];
  return `${cells.join('  ')}  ${target}`.trimEnd();
}
