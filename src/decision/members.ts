import type { Members } from '../template/index.js';

const variants: Members = {
  VariantName: true,
  InstanceType: true,
  InstancePools: true,
  ServerlessConfig: true,
  CoreDumpConfig: true,
};

/** The properties that the rule looks at; conditions that matter only to others need not be tried out. */
export const judgedMembers: Members = {
  KmsKeyId: true,
  ProductionVariants: variants,
  ShadowProductionVariants: variants,
  DataCaptureConfig: true,
  AsyncInferenceConfig: true,
};
