/** Parts of sentences that the messages share. */
import { type Path, showPath, type Unknown } from '../template/index.js';
import type { Subject } from './configuration.js';

/** `The endpoint configuration Fraud`, for the beginning of a sentence. */
export function subjectOf({ resource }: Subject): string {
  return resource ? `The endpoint configuration ${resource}` : 'The endpoint configuration';
}

/** `a, b and c`. */
export function listed(items: readonly string[], last = 'and'): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;
}

/** `where condition UseKey is false and parameter Env is "prod"`. */
export function whereAssumed(assuming: readonly string[]): string {
  return assuming.length > 0 ? `where ${listed(assuming)}` : 'for some values of its parameters';
}

/** `its KmsKeyId depends on the parameter Key, which has no known value yet (at Resources.Fraud.Properties.KmsKeyId)`. */
export function dependsOn(place: Path, { reason, path }: Unknown): string {
  const at = path.length > 0 ? ` (at ${showPath(path)})` : '';
  return `its ${showPath(place)} depends on ${reason}${at}`;
}

/** A sentence with a small first letter, to follow other words. */
export function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
