/** Keeps a run from judging a nested template twice with the same parameters, and limits how many it follows. */
import { digestOf, type Pseudo } from '../../template/index.js';
import type { Given } from '../parameter-values.js';

/** Limits for the nested templates of one outermost template: a few tens of seconds of work at most. */
const MAX_TEMPLATES = 500;
const MAX_CHARACTERS = 50_000_000;

export const TOO_MANY_NESTED =
  'it has more nested templates than this check follows, so some were not judged: name those files to check them';

export class Visits {
  private readonly seen = new Set<string>();
  private templates = 0;
  private characters = 0;

  /** Begins with the next outermost template. */
  begin(): void {
    this.templates = 0;
    this.characters = 0;
  }

  /** Whether this run has not judged the template yet with these parameters, account and Region. */
  isFirst(path: string, { values, open }: Given, { accountId, region }: Pseudo): boolean {
    const visit = JSON.stringify([path, values, [...open], accountId, region]);
    // A digest, since each stack's values may be as long as a template.
    const key = digestOf(visit);
    if (this.seen.has(key)) return false;
    this.seen.add(key);
    return true;
  }

  /** Counts one more nested template; false where that exceeds a limit. */
  admits(text: string): boolean {
    this.templates++;
    this.characters += text.length;
    return this.templates <= MAX_TEMPLATES && this.characters <= MAX_CHARACTERS;
  }
}
