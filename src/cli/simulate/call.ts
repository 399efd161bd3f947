/** What is sent to the guard and what comes back. */
import type { Answer } from '../../hook/response.js';
import type { Invocation } from './invocations.js';

/** An invocation and the guard's answer. */
export interface Call extends Invocation {
  readonly answer: Answer;
  /** Whether it stops what it is about. */
  readonly blocks: boolean;
}

/** Sends one invocation to the guard. */
export type Send = (invocation: Invocation) => Promise<Answer>;
/** Calls the hook, where it is enabled for the target. */
export type Ask = (invocation: Invocation) => Promise<Call>;
