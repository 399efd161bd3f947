/** How the AWS SDK is loaded: in silence, and only by the first call that needs it. */
import { createRequire } from 'node:module';

/** package.json says which Node is needed; the SDK's plans for its later versions are not the user's concern. */
export function silenceNodeWarning(): void {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
}

/** The clients that the function calls. */
interface RuntimeClients {
  '@aws-sdk/client-kms': typeof import('@aws-sdk/client-kms');
  '@aws-sdk/client-s3': typeof import('@aws-sdk/client-s3');
}

/**
 * A client of the Lambda runtime's own SDK; of the package's elsewhere. Not `import()`: only `require` finds the SDK of
 * the Lambda runtime, by NODE_PATH.
 */
export function requireClient<Name extends keyof RuntimeClients>(name: Name): RuntimeClients[Name] {
  silenceNodeWarning();
  return createRequire(__filename)(name) as RuntimeClients[Name];
}
