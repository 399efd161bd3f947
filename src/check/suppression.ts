/** `Metadata: {KmsGuard: {ignore: true, reason: …, expires: …}}`: a suppression in the template. The hook ignores it. */

import { endOf, type Judgment, textOfSteps } from '../decision/index.js';
import { isRawMap, memberOf } from '../template/index.js';

/**
 * Applies a suppression in a resource's metadata to its judgment. Only a non-compliant or undetermined verdict can be
 * suppressed. If the suppression is not valid, the message says why.
 */
export function suppress(judgment: Judgment, metadata: unknown, now: Date): Judgment {
  const wish = memberOf(metadata, 'KmsGuard');
  if (wish === undefined || !(judgment.verdict === 'nonCompliant' || judgment.verdict === 'undetermined')) {
    return judgment;
  }
  const suppression = read(wish, now);
  if (suppression === undefined) return judgment;
  const { message } = judgment;
  if ('flaw' in suppression) {
    return {
      ...judgment,
      message: `${message} The suppression in its Metadata.KmsGuard does not count: ${suppression.flaw}.`,
    };
  }
  const until = suppression.expires === undefined ? '' : ` until ${suppression.expires}`;
  const words =
    'Ask for an exemption in the policy, since the hook judges the deployment without this suppression. ' +
    judgment.steps.words;
  return {
    ...judgment,
    verdict: 'exempt',
    reason: 'suppressed',
    message:
      `Suppressed by its Metadata.KmsGuard${until}: ${sentence(suppression.reason)} This applies to this check ` +
      'only: the hook, which runs at deployment, does not see Metadata and needs an exemption in the policy. ' +
      `Without the suppression: ${message}`,
    remediation: textOfSteps({ ...judgment.steps, words }),
    steps: { ...judgment.steps, words },
  };
}

interface Suppression {
  readonly reason: string;
  readonly expires: string | undefined;
}

/** @returns undefined where nothing is suppressed, or the flaw of a suppression that is not valid */
function read(wish: unknown, now: Date): Suppression | { readonly flaw: string } | undefined {
  if (!isRawMap(wish)) return { flaw: 'it must be a map with ignore, reason and, optionally, expires' };
  const ignore = memberOf(wish, 'ignore');
  if (ignore === undefined || ignore === false || ignore === 'false') return undefined;
  if (ignore !== true && ignore !== 'true') return { flaw: 'ignore must be true or false' };
  const stranger = Object.keys(wish).find((name) => !['ignore', 'reason', 'expires'].includes(name));
  if (stranger !== undefined)
    return { flaw: `it has the unknown member ${stranger}; known are ignore, reason and expires` };
  const reason = memberOf(wish, 'reason');
  if (typeof reason !== 'string' || reason.trim() === '') return { flaw: 'it has no reason' };
  const expires = memberOf(wish, 'expires');
  if (expires === undefined) return { reason, expires };
  const end = typeof expires === 'string' ? endOf(expires) : undefined;
  if (typeof expires !== 'string' || end === undefined) {
    return { flaw: 'expires must be a date such as 2027-01-31, or a date and time' };
  }
  if (now.getTime() >= end) return { flaw: `it expired on ${expires} (its reason was: ${reason.trim()})` };
  return { reason, expires };
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
