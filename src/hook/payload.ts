import { isRawMap, type RawMap } from '../template/index.js';
import { download, type Network } from './download.js';
import { GuardError } from './failure.js';

/** Reads the payload at an address. @throws GuardError that never quotes the address */
export type ReadPayload = (address: string) => Promise<RawMap>;

/**
 * Downloads a payload. It checks only that this is a JSON object, since each target needs other members.
 *
 * @param deadline the time on the network's clock at which the download must be complete
 */
export async function readPayload(address: string, deadline: number, network: Network): Promise<RawMap> {
  return parse(await download(address, deadline, network));
}

function parse(json: string): RawMap {
  let payload: unknown;
  try {
    payload = JSON.parse(json);
  } catch {
    // The parser's own message would quote the text.
    throw malformedPayload('is not JSON');
  }
  if (!isRawMap(payload)) throw malformedPayload('is not a JSON object');
  return payload;
}

export function malformedPayload(what: string): GuardError {
  return new GuardError('payloadContent', `The payload with the operation's templates ${what}`);
}
