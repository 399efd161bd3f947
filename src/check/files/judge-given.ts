/** Judges a template with the parameter values that the caller or a parent stack passes. */
import type { KeyRecords, Policy } from '../../decision/index.js';
import type { Pseudo, Template } from '../../template/index.js';
import type { Finding } from '../finding.js';
import { judgeTemplate, keysOfTemplate } from '../judge-template.js';
import { type Given, withOpen } from '../parameter-values.js';

export interface Judging {
  readonly policy: Policy;
  readonly now: Date;
  /** Asks KMS about keys, for `keyPolicy: verified`. Without it such keys are undetermined. */
  readonly lookUpKeys?: LookUpKeys | undefined;
}

/** KMS's answers about the keys of a file, as far as there are any, for the place where it is deployed. */
export type LookUpKeys = (keys: ReadonlySet<string>, place: Pseudo, file: string) => Promise<KeyRecords>;

interface Passed {
  readonly given: Given;
  readonly pseudo: Pseudo;
  /** The nested stack and its parent template; undefined for a template that is not nested. */
  readonly nestedIn: string | undefined;
}

/** The findings of a template. Each can judge a changed template `again`, with the same values. */
export async function judgeGiven(
  template: Template,
  file: string,
  passed: Passed,
  judging: Judging,
): Promise<readonly Finding[]> {
  const { given, pseudo, nestedIn } = passed;
  const { policy, now, lookUpKeys } = judging;
  const circumstances = { policy, now, values: given.values, pseudo, nestedIn };
  const open = withOpen(template, given.open);
  const keys = await lookUpKeys?.(keysOfTemplate(open, circumstances), pseudo, file);
  const again = (changed: Template) => judgeGiven(changed, file, passed, judging);
  const findings = judgeTemplate(open, file, { ...circumstances, keys });
  return findings.map((each) => ({ ...each, nestedIn, again }));
}
