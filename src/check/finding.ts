/** What judging templates comes to: findings, and the inputs that could not be judged. */
import type { Reason, Steps, Verdict } from '../decision/index.js';
import type { Edit } from './fix/places.js';

/** The verdict on one endpoint configuration, and where it stands. Lines and columns count from 1. */
export interface Finding {
  /** The template, as it was named or as it was found from there; a name for what is no file. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** End of the key or item at that place: the first column after it. */
  readonly endLine?: number | undefined;
  readonly endColumn?: number | undefined;
  readonly logicalId: string;
  readonly verdict: Verdict;
  readonly reason: Reason;
  readonly message: string;
  readonly remediation: string;
  /** The same in parts: what to do, the members to set, and the lines for them. */
  readonly steps: Steps;
  /** What makes the template compliant, where the key can be written into it as it stands. */
  readonly edit?: Edit | undefined;
  /** `Stack/Endpoint/Config`, where the CDK wrote the template. */
  readonly constructPath?: string | undefined;
  /** The nested stack and the template that it is in, where the verdict takes its parameters from there. */
  readonly nestedIn?: string | undefined;
  /** Parameters without whose defaults the verdict would be another. */
  readonly restsOnDefaults?: readonly string[] | undefined;
  /** Where the configuration is or will be deployed, as far as that is known. */
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly stack?: string | undefined;
  /** The template's text, for the formats that show it. */
  readonly source?: string | undefined;
}

/** An input that could not be judged. */
export interface Problem {
  readonly file: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly message: string;
  /** The file's text, for the reports that show the place. */
  readonly source?: string | undefined;
}

export interface Results {
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
  /** Files (or stacks) that were looked at, those without an endpoint configuration too. */
  readonly inspected: number;
}

/** In the order of files and places, so that the same input always makes the same report. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) =>
      compare(a.file, b.file) ||
      a.line - b.line ||
      a.column - b.column ||
      compare(a.logicalId, b.logicalId) ||
      compare(a.stack ?? '', b.stack ?? '') ||
      compare(a.message, b.message),
  );
}

/** Problems in the order of their places. */
export function problemsInOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort(
    (a, b) =>
      compare(a.file, b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0) ||
      compare(a.message, b.message),
  );
}

/** `file:line:column`, as far as it is known. */
export function placeOf({ file, line, column }: Pick<Problem, 'file' | 'line' | 'column'>): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}

/** By code units: the same on every machine, whatever its language. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What a message says besides: on which defaults the verdict rests. */
export function defaultsNote({ restsOnDefaults = [] }: Finding): string | undefined {
  if (restsOnDefaults.length === 0) return undefined;
  const what = restsOnDefaults.length === 1 ? 'the default of parameter' : 'the defaults of parameters';
  return `The verdict rests on ${what} ${restsOnDefaults.join(', ')}: another value may change it.`;
}
