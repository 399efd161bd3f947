/** What every format is. */
import type { Results } from '../../check/index.js';

/** What a report needs to know besides its results. */
export interface ReportContext {
  readonly version: string;
  /** An undetermined configuration counts as a non-compliant one. */
  readonly strict: boolean;
  /** The folder that relative file names start from. */
  readonly cwd: string;
  /** The root of the repository that this folder belongs to; the folder itself where it belongs to none. */
  readonly root?: string | undefined;
  readonly color: boolean;
  readonly columns?: number | undefined;
  /** What was inspected, in the plural: `files`, `stacks`. */
  readonly unit?: string | undefined;
  /** What could not be judged is shown already, on standard error. */
  readonly problemsShown?: boolean | undefined;
  /** The policy's file; undefined where the defaults are in force. */
  readonly policyFile?: string | undefined;
}

/** Results as text, a line feed at its end included. */
export type Reporter = (results: Results, context: ReportContext) => string;
