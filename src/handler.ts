import type { Handler } from 'aws-lambda';
import { type Answer, createHandler, lambdaEnvironment } from './hook/index.js';

/** The Lambda function: the hook, with Lambda's environment. */
export const handler: Handler<unknown, Answer> = createHandler(lambdaEnvironment);

/** For callers that run the built function outside Lambda: the command line and tests. */
export { createHandler, lambdaEnvironment };
