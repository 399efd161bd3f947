/** CloudFormation's side: turns an event into an answer. Other folders import from this file only. */
export { lambdaEnvironment } from './environment.js';
export { createHandler, type HookHandler } from './guard.js';
export type { Answer } from './response.js';
