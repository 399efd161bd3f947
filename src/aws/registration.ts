/** Registering a hook of one's own: upload, RegisterType, and waiting until CloudFormation has taken it. */
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { S3Client } from '@aws-sdk/client-s3';
import { AwsFailure } from './failure.js';

/** What registration sends, in this order; what only an answer can tell stands in `{…}`. */
export type RegistrationRequest =
  | { readonly operation: 'PutObject'; readonly input: { readonly Bucket: string; readonly Key: string } }
  | { readonly operation: 'RegisterType'; readonly input: RegisterTypeRequest }
  | { readonly operation: 'SetTypeDefaultVersion'; readonly input: { readonly Arn: string } };

export interface RegisterTypeRequest {
  readonly Type: 'HOOK';
  readonly TypeName: string;
  readonly SchemaHandlerPackage: string;
  readonly ClientRequestToken: string;
  readonly ExecutionRoleArn?: string;
  readonly LoggingConfig?: { readonly LogRoleArn: string; readonly LogGroupName: string };
}

/** Uploads the package. */
export async function putPackage(
  client: S3Client,
  input: { readonly Bucket: string; readonly Key: string },
  zip: Uint8Array,
): Promise<void> {
  const { PutObjectCommand } = await import('@aws-sdk/client-s3');
  await client.send(new PutObjectCommand({ ...input, Body: zip, ContentType: 'application/zip' }));
}

/** @returns the token by which the registration is asked about. */
export async function registerType(
  client: CloudFormationClient,
  input: RegisterTypeRequest,
): Promise<string> {
  const { RegisterTypeCommand } = await import('@aws-sdk/client-cloudformation');
  const { RegistrationToken } = await client.send(new RegisterTypeCommand(input));
  if (RegistrationToken === undefined)
    throw new AwsFailure('refused', 'RegisterType answered without a token');
  return RegistrationToken;
}

const pollMilliseconds = 5_000;
const patienceMilliseconds = 30 * 60_000;

/**
 * Waits until the registration is complete.
 * @returns the ARN of the version.
 * @throws AwsFailure with CloudFormation's own reason where it failed, or after half an hour.
 */
export async function registeredVersion(
  client: CloudFormationClient,
  RegistrationToken: string,
  wait: (milliseconds: number) => Promise<void>,
): Promise<string> {
  const { DescribeTypeRegistrationCommand } = await import('@aws-sdk/client-cloudformation');
  for (let waited = 0; waited < patienceMilliseconds; waited += pollMilliseconds) {
    const answer = await client.send(new DescribeTypeRegistrationCommand({ RegistrationToken }));
    if (answer.ProgressStatus === 'COMPLETE' && answer.TypeVersionArn !== undefined)
      return answer.TypeVersionArn;
    if (answer.ProgressStatus === 'FAILED') {
      throw new AwsFailure(
        'refused',
        `the registration failed: ${answer.Description ?? 'no reason was given'}`,
      );
    }
    await wait(pollMilliseconds);
  }
  throw new AwsFailure(
    'unavailable',
    `the registration ${RegistrationToken} still goes on after half an hour: ask for it with ` +
      `\`aws cloudformation describe-type-registration --registration-token ${RegistrationToken}\``,
  );
}

/** Makes a version the one that CloudFormation calls. */
export async function setDefaultVersion(client: CloudFormationClient, Arn: string): Promise<void> {
  const { SetTypeDefaultVersionCommand } = await import('@aws-sdk/client-cloudformation');
  await client.send(new SetTypeDefaultVersionCommand({ Arn }));
}
