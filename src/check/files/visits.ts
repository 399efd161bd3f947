/** The nested templates that a run comes across: each is looked at once for the same parameters, and not without end. */
import { digestOf, type Pseudo } from '../../template/index.js';
import type { Given } from '../parameter-values.js';

/** Nested templates of one that nobody nests, and their characters: a few tens of seconds' work at most. */
const MAX_TEMPLATES = 500;
const MAX_CHARACTERS = 50_000_000;

export const TOO_MANY_NESTED =
  'it leads to more nested templates than are followed, and some of them are not judged: check those by their names';

export class Visits {
  private readonly seen = new Set<string>();
  private templates = 0;
  private characters = 0;

  /** Begins with a template that nobody nests. */
  begin(): void {
    this.templates = 0;
    this.characters = 0;
  }

  /** Whether a template was not looked at before with these parameters, for this place. */
  isFirst(path: string, { values, open }: Given, { accountId, region }: Pseudo): boolean {
    const visit = JSON.stringify([path, values, [...open], accountId, region]);
    // Values may be as long as a template, and they are as many as there are stacks.
    const key = digestOf(visit);
    if (this.seen.has(key)) return false;
    this.seen.add(key);
    return true;
  }

  /** Counts one more nested template; false where that is one too many. */
  admits(text: string): boolean {
    this.templates++;
    this.characters += text.length;
    return this.templates <= MAX_TEMPLATES && this.characters <= MAX_CHARACTERS;
  }
}
