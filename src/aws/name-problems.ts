/** Checks whether a text is a name of AWS. In a file of its own, since the Lambda bundle leaves it out. */
import { arnParts, arnPattern } from '../template/index.js';

/** The form of a Region's name. Only AWS knows whether it exists. */
export const regionName = new RegExp(`^${arnParts.region}$`);

// A Lambda Hook accepts a function with or without a version or an alias, in at most 170 characters.
const functionArn = new RegExp(
  `^${arnPattern('lambda')}function:[A-Za-z0-9_-]{1,64}(?::(?:\\$LATEST|[A-Za-z0-9_-]{1,128}))?$`,
);
const roleArn = new RegExp(`^${arnPattern('iam', '')}role/[\\w+=,.@/-]{1,512}$`);
const alias = /^[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}$/;

/** What is wrong with the ARN of a function; undefined where it is valid. */
export function functionArnProblem(text: string): string | undefined {
  if (text.length > 170) return `has ${text.length} characters, and a hook takes 170 at most`;
  if (functionArn.test(text)) return undefined;
  return 'is not the ARN of a Lambda function (arn:aws:lambda:REGION:ACCOUNT:function:NAME, optionally with :VERSION or :ALIAS)';
}

/** What is wrong with the ARN of an execution role; undefined where it is valid. */
export function roleArnProblem(text: string): string | undefined {
  if (text.length > 256) return `has ${text.length} characters, and an execution role's ARN 256 at most`;
  return roleArn.test(text) ? undefined : 'is not the ARN of an IAM role (arn:aws:iam::ACCOUNT:role/NAME)';
}

/** What is wrong with a hook's alias; undefined where it is valid. */
export function aliasProblem(text: string): string | undefined {
  if (/^aws/i.test(text)) return 'begins with "aws", which is reserved for AWS';
  return alias.test(text)
    ? undefined
    : 'is not of the form Name1::Name2::Name3, each 2 to 64 letters or digits';
}

/** What is wrong with a Region's name; undefined where it is valid. */
export function regionProblem(text: string): string | undefined {
  return regionName.test(text) ? undefined : 'is not the name of an AWS region (such as eu-west-1)';
}
