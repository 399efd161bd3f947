/** Collects what could not be read in one account and Region, each message once. */
import { AwsFailure, concernsEveryCall, type KeyLookupError } from '../../../aws/index.js';
import { TemplateError } from '../../../template/index.js';
import type { AuditFailure } from '../audit-report.js';
import type { Place } from './place.js';

export interface PlaceFailures {
  /**
   * @param what the beginning of the message: `the stack ml cannot be read`
   * @throws the error itself, if it comes neither from AWS nor from a template
   */
  add(what: string, error: unknown): void;
  addKey(error: KeyLookupError): void;
  addText(message: string): void;
  /** Whether further calls would fail too: no credentials, no network. */
  readonly isLost: boolean;
  readonly all: readonly AuditFailure[];
}

/** @param amongOthers whether the audit reads other accounts or Regions too */
export function collectFailures(
  { account, region }: Pick<Place, 'account' | 'region'>,
  amongOthers: boolean,
): PlaceFailures {
  const messages = new Set<string>();
  let isLost = false;
  return {
    add(what, error) {
      if (error instanceof AwsFailure && concernsEveryCall(error)) {
        // Calls that are already running fail with the same error. It is reported once.
        if (!isLost) messages.add(amongOthers ? hintAt(error) : error.message);
        isLost = true;
      } else if (error instanceof AwsFailure || error instanceof TemplateError) {
        messages.add(`${what}: ${error.message}`);
      } else throw error;
    },
    addKey({ code, message }) {
      const what = code === 'denied' ? `${message}: allow it in the key policy too` : message;
      messages.add(`${what}; configurations that use this key are undetermined`);
    },
    addText(message) {
      messages.add(message);
    },
    get isLost() {
      return isLost;
    },
    get all() {
      return [...messages].map((message) => ({ account, region, message }));
    },
  };
}

/** Puts first why one of several Regions may refuse credentials that the others accept. */
function hintAt({ code, message, cause }: AwsFailure): string {
  // Without credentials there was no answer of AWS.
  if (code !== 'credentials' || !(cause instanceof Error && '$metadata' in cause)) return message;
  return `this region is probably not turned on in the account, or does not accept the session token. If no other region accepts the credentials either: ${message}`;
}
