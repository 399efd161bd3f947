/** The door of CloudFormation's side: an event comes in, an answer goes out. */
export { lambdaEnvironment } from './environment.js';
export { createHandler, type HookHandler } from './guard.js';
export type { Answer } from './response.js';
