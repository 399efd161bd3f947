import type { Handler } from 'aws-lambda';
import { type Answer, createHandler, lambdaEnvironment } from './hook/index.js';

/** The Lambda function: the hook in the environment that Lambda gives it. */
export const handler: Handler<unknown, Answer> = createHandler(lambdaEnvironment);

/** For whoever plays the built function elsewhere than in Lambda: the command line, tests. */
export { createHandler, lambdaEnvironment };
