/** Loads the AWS SDK without its warnings, when the first call needs it. */
import { createRequire } from 'node:module';

/** The packages of the SDK that are used. */
interface Sdk {
  'client-cloudformation': typeof import('@aws-sdk/client-cloudformation');
  'client-kms': typeof import('@aws-sdk/client-kms');
  'client-organizations': typeof import('@aws-sdk/client-organizations');
  'client-s3': typeof import('@aws-sdk/client-s3');
  'client-sagemaker': typeof import('@aws-sdk/client-sagemaker');
  'client-sts': typeof import('@aws-sdk/client-sts');
  'credential-providers': typeof import('@aws-sdk/credential-providers');
}

/**
 * A package of the Lambda runtime's own SDK; of our dependencies elsewhere.
 *
 * Not `import()`: only `require` finds the SDK of the Lambda runtime, by NODE_PATH, and a bundle's `import()` copies the
 * names of a package at every call, thousands of them for SageMaker.
 */
export function loadSdk<Name extends keyof Sdk>(name: Name): Sdk[Name] {
  // package.json says which Node is needed; the SDK's plans for its later versions are not the user's concern.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  return createRequire(__filename)(`@aws-sdk/${name}`) as Sdk[Name];
}
