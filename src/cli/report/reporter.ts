/** The interface of every format. */
import type { Results } from '../../check/index.js';

/** The input of a report besides its results. */
export interface ReportContext {
  readonly version: string;
  /** Whether an undetermined configuration counts as non-compliant. */
  readonly strict: boolean;
  /** The folder for relative file names. */
  readonly cwd: string;
  /** The root of the folder's repository; the folder itself if it belongs to none. */
  readonly root?: string | undefined;
  readonly color: boolean;
  readonly columns?: number | undefined;
  /** The kind of input, in the plural: `files`, `stacks`. */
  readonly unit?: string | undefined;
  /** Whether standard error has shown the problems already. */
  readonly problemsShown?: boolean | undefined;
  /** The policy's file; undefined if the defaults apply. */
  readonly policyFile?: string | undefined;
}

/** Formats results as text that ends with a line feed. */
export type Reporter = (results: Results, context: ReportContext) => string;
