import type { Policy } from './document.js';
import type { Exemptions } from './exemption.js';
import type { Scope } from './verdict.js';
import type { View } from './view.js';

/** What the texts need to know besides the findings. */
export interface Circumstances {
  readonly scope: Scope;
  readonly policy: Policy;
  readonly view: View;
  readonly exemptions: Exemptions;
}

/** `The endpoint configuration Fraud`, at the beginning of a sentence. */
export function subjectOf({ resource }: Scope): string {
  return resource ? `The endpoint configuration ${resource}` : 'The endpoint configuration';
}

/** `a, b and c`. */
export function listed(items: readonly string[], last = 'and'): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;
}

/** Where a condition or a value is assumed: `where condition UseKey is false and parameter Env is "prod"`. */
export function whereAssumed(assuming: readonly string[]): string {
  return assuming.length > 0 ? `where ${listed(assuming)}` : 'for some of its values';
}
