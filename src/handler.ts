import type { Handler } from 'aws-lambda';
import { lambdaEnvironment } from './hook/environment.js';
import { createHandler } from './hook/guard.js';
import type { Answer } from './hook/response.js';

/** The Lambda function: the hook in the environment that Lambda gives it. */
export const handler: Handler<unknown, Answer> = createHandler(lambdaEnvironment);

/** For whoever plays the built function elsewhere than in Lambda: the command line, tests. */
export { createHandler, lambdaEnvironment };
