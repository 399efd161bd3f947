/** The result of judging templates: findings, and the inputs that could not be judged. */
import type { Judgment } from '../decision/index.js';
import type { Template } from '../template/index.js';
import type { Edit } from './fix/places.js';

/** The verdict on one endpoint configuration, and its place. Lines and columns count from 1. */
export interface Finding extends Omit<Judgment, 'path'> {
  /** The template's path, as the caller wrote it or relative to that; a name where the template is not a file. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The end of the key or item at that place: the first column after it. */
  readonly endLine?: number | undefined;
  readonly endColumn?: number | undefined;
  readonly logicalId: string;
  /** The edit that makes the template compliant, where one edit is enough. */
  readonly edit?: Edit | undefined;
  /** `Stack/Endpoint/Config`, where the CDK wrote the template. */
  readonly constructPath?: string | undefined;
  /** The nested stack and its parent template, where the parent passed the parameters. */
  readonly nestedIn?: string | undefined;
  /** Parameters whose defaults the verdict depends on. */
  readonly restsOnDefaults?: readonly string[] | undefined;
  /** Where the configuration is deployed, or will be, as far as that is known. */
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly stack?: string | undefined;
  /** The template's text, for reports that show lines of it. */
  readonly source?: string | undefined;
  /** Judges another version of the template with the same parameter values, after a fix. */
  readonly again?: ((template: Template) => Promise<readonly Finding[]>) | undefined;
}

/** An input that could not be judged. */
export interface Problem {
  readonly file: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly message: string;
  /** The file's text, for reports that show lines of it. */
  readonly source?: string | undefined;
}

export interface Results {
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
  /** Number of files (or stacks) checked, including those without an endpoint configuration. */
  readonly inspected: number;
}

/** Findings in the order of files and places, so that the same input always gives the same report. */
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

/** `file:line:column`, without the unknown parts. */
export function placeOf({ file, line, column }: Pick<Problem, 'file' | 'line' | 'column'>): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}

/** Compares code units, so that the order does not depend on the machine's language. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A sentence that names the defaults which the verdict depends on. */
export function defaultsNote({ restsOnDefaults = [] }: Finding): string | undefined {
  if (restsOnDefaults.length === 0) return undefined;
  const what = restsOnDefaults.length === 1 ? 'the default of parameter' : 'the defaults of parameters';
  return `The verdict depends on ${what} ${restsOnDefaults.join(', ')}: another value may change it.`;
}
