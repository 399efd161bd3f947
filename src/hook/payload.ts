import { isRawMap, type RawMap } from '../template/index.js';
import { download, type Network } from './download.js';
import { GuardError } from './failure.js';

// Only what the decision always needs is checked here. Where more of it is needed, it is checked there.

/** What the address of a STACK invocation answers: the texts that were given to CloudFormation, or nothing. */
export interface StackPayload {
  readonly template: unknown;
  readonly previousTemplate: unknown;
}

/** What the address of a CHANGE_SET invocation answers; a change of another resource may lack members. */
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

/** @param deadline when the last byte must be here, on the network's clock */
export function payloadReader(network: Network, deadline: number): Payloads {
  return {
    async stack(address) {
      const { template, previousTemplate } = parse(await download(address, deadline, network));
      return { template, previousTemplate };
    },
    async changeSet(address) {
      const payload = parse(await download(address, deadline, network));
      // AWS's sample hooks take a list that is missing for an empty one.
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
    // The parser's message quotes the text.
    throw malformed('is not JSON');
  }
  if (!isRawMap(payload)) throw malformed('is not a JSON object');
  return payload;
}

function malformed(what: string): GuardError {
  return new GuardError('payloadContent', `The payload with the operation's templates ${what}`);
}
