/** Reads and checks the options of `hook results` that select invocations. */
import { type HookStatus, type ResultTargetType, resultTargetTypes } from '../../aws/index.js';
import { oneOf } from '../call/arguments.js';
import { UsageError } from '../command.js';

/** CloudFormation's names, and a short name for each. */
const statuses = {
  'in-progress': 'HOOK_IN_PROGRESS',
  succeeded: 'HOOK_COMPLETE_SUCCEEDED',
  failed: 'HOOK_COMPLETE_FAILED',
  error: 'HOOK_FAILED',
  HOOK_IN_PROGRESS: 'HOOK_IN_PROGRESS',
  HOOK_COMPLETE_SUCCEEDED: 'HOOK_COMPLETE_SUCCEEDED',
  HOOK_COMPLETE_FAILED: 'HOOK_COMPLETE_FAILED',
  HOOK_FAILED: 'HOOK_FAILED',
} as const satisfies Record<string, HookStatus>;

const statusNames = Object.keys(statuses) as (keyof typeof statuses)[];

/** @throws UsageError where the word is not a status */
export function statusOf(word: string | undefined): HookStatus | undefined {
  if (word === undefined) return undefined;
  const name = statusNames.find((known) => known.toLowerCase() === word.toLowerCase());
  return statuses[oneOf('--status', name ?? word, statusNames)];
}

export interface ResultTarget {
  readonly TargetType: ResultTargetType;
  readonly TargetId: string;
}

/** @throws UsageError where only one of the two is given, or CloudFormation cannot list results by the type */
export function targetOf(type: string | undefined, id: string | undefined): ResultTarget | undefined {
  if (type === undefined && id === undefined) return undefined;
  if (type === undefined || id === undefined)
    throw new UsageError('--target-type and --target-id must be used together');
  return { TargetType: oneOf('--target-type', type.toUpperCase(), resultTargetTypes), TargetId: id };
}

const milliseconds: Readonly<Record<string, number>> = { s: 1e3, m: 60e3, h: 3600e3, d: 86_400e3 };

/**
 * A moment as ISO text, which sorts by time. The empty text sorts before all moments.
 * @throws UsageError where the text is neither a duration nor a date
 */
export function sinceOf(text: string | undefined, now: Date): string {
  if (text === undefined) return '';
  const span = /^(\d{1,6})([smhd])$/.exec(text);
  if (span !== null) {
    return new Date(now.getTime() - Number(span[1]) * (milliseconds[span[2] ?? ''] ?? 0)).toISOString();
  }
  const date = new Date(/^\d{4}-\d{2}-\d{2}/.test(text) ? text : Number.NaN);
  if (Number.isNaN(date.getTime())) {
    throw new UsageError(`--since must be 30m, 2h, 7d or a date like 2026-01-31T12:00:00Z, not "${text}"`);
  }
  return date.toISOString();
}
