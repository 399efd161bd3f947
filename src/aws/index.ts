/** The only folder that calls AWS. The first call loads the SDK, an import never does. */
export * from './client.js';
export * from './describe-key.js';
export * from './endpoint-configurations.js';
export { AwsFailure, concernsEveryCall, explain } from './failure.js';
export * from './hook-configuration.js';
export * from './hook-registry.js';
export * from './hook-results.js';
export * from './keys.js';
export * from './name-problems.js';
export * from './names.js';
export * from './organization.js';
export { createPolicyStore } from './policy-store.js';
export { regionsBeside } from './regions.js';
export { type ObjectReader, readS3Object } from './s3-object.js';
export { PolicySourceError } from './s3-policy.js';
export * from './stacks.js';
