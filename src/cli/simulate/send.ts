/** Sends invocations to the function, and serves their payloads as S3 would. */
import type { Answer } from '../../hook/index.js';
import type { Io } from '../command.js';
import { type HandlerFactory, servePayload } from '../lambda.js';
import type { Invocation } from './invocations.js';

/** Sends one invocation to the guard. */
export type Send = (invocation: Invocation) => Promise<Answer>;

/**
 * @param env more environment variables for the function
 * @param wrap replaces the function's call of KMS
 */
export function guardOn(
  makeHandler: HandlerFactory,
  io: Io,
  env: Readonly<Record<string, string>>,
  wrap: Parameters<HandlerFactory>[2],
): Send {
  return async ({ event, payload }) => {
    if (payload === undefined) return makeHandler(io, env, wrap)(event);
    const served = await servePayload(JSON.stringify(payload));
    try {
      const requestData = { ...event.requestData, payload: served.address };
      const handler = makeHandler(io, { ...env, GUARD_PAYLOAD_ORIGINS: served.origin }, wrap);
      return await handler({ ...event, requestData });
    } finally {
      await served.close();
    }
  };
}
