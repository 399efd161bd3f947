/** What could not be read of one place, each thing once. */
import { AwsFailure, concernsEveryCall, type KeyLookupError } from '../../../aws/index.js';
import { TemplateError } from '../../../template/index.js';
import type { AuditFailure } from '../audit-report.js';
import type { Place } from './place.js';

export interface PlaceFailures {
  /**
   * @param what the sentence's beginning: `the stack ml cannot be read`
   * @throws the error itself, where it is a failure of our own
   */
  add(what: string, error: unknown): void;
  addKey(error: KeyLookupError): void;
  /** Whether further calls would fail as well: no credentials, no network. */
  readonly isLost: boolean;
  readonly all: readonly AuditFailure[];
}

/** @param amongOthers whether other places are read as well */
export function collectFailures(
  { account, region }: Pick<Place, 'account' | 'region'>,
  amongOthers: boolean,
): PlaceFailures {
  const messages = new Set<string>();
  let isLost = false;
  return {
    add(what, error) {
      if (error instanceof AwsFailure && concernsEveryCall(error)) {
        // Calls under way fail with it too, and it is one failure.
        if (!isLost) messages.add(amongOthers ? hintAt(error) : error.message);
        isLost = true;
      } else if (error instanceof AwsFailure || error instanceof TemplateError) {
        messages.add(`${what}: ${error.message}`);
      } else throw error;
    },
    addKey({ code, message }) {
      const what = code === 'denied' ? `${message}: allow it in the key's policy too` : message;
      messages.add(`${what}; what names the key is undetermined here`);
    },
    get isLost() {
      return isLost;
    },
    get all() {
      return [...messages].map((message) => ({ account, region, message }));
    },
  };
}

/** What one Region of several holds against credentials that the others may accept. */
function hintAt({ code, message }: AwsFailure): string {
  if (code !== 'credentials') return message;
  return `${message}. Where other regions accept them, this one is not turned on in the account, or the session's token was made for others`;
}
