import { isRawMap, type RawMap } from '../template/index.js';
import { download, type Network } from './download.js';
import { GuardError } from './failure.js';

// This file checks only what every decision needs. The code that needs more of a payload checks that itself.

/** The payload of a STACK invocation: the template texts as CloudFormation received them, where there are any. */
export interface StackPayload {
  readonly template: unknown;
  readonly previousTemplate: unknown;
}

/** The payload of a CHANGE_SET invocation. A change of another resource may have missing members. */
export interface ChangeSetPayload {
  readonly template: unknown;
  readonly changedResources: readonly unknown[];
}

/** Reads the payloads of one invocation. */
export interface Payloads {
  /** @throws GuardError that never quotes the address */
  stack(address: string): Promise<StackPayload>;
  /** @throws GuardError that never quotes the address */
  changeSet(address: string): Promise<ChangeSetPayload>;
}

/** @param deadline the time on the network's clock at which the download must be complete */
export function payloadReader(network: Network, deadline: number): Payloads {
  return {
    async stack(address) {
      const { template, previousTemplate } = parse(await download(address, deadline, network));
      return { template, previousTemplate };
    },
    async changeSet(address) {
      const payload = parse(await download(address, deadline, network));
      // AWS's sample hooks treat a missing list as an empty one.
      const changedResources = payload.changedResources ?? [];
      if (!Array.isArray(changedResources)) throw malformed('has changedResources that are not a list');
      return { template: payload.template, changedResources };
    },
  };
}

function parse(json: string): RawMap {
  let payload: unknown;
  try {
    payload = JSON.parse(json);
  } catch {
    // The parser's own message would quote the text.
    throw malformed('is not JSON');
  }
  if (!isRawMap(payload)) throw malformed('is not a JSON object');
  return payload;
}

function malformed(what: string): GuardError {
  return new GuardError('payloadContent', `The payload with the operation's templates ${what}`);
}
