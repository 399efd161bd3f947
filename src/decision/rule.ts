/**
 * The one rule of this guard: what it is called, how grave a finding is and where to read on. Its logic is
 * in assess.ts (one configuration) and judge.ts (all the ways a configuration may turn out).
 */
export const rule = {
  id: 'sagemaker-endpoint-config-kms-key-id',
  /** `annotationName` of the hook's answer; the same as the id, so that a finding has one name everywhere. */
  annotationName: 'sagemaker-endpoint-config-kms-key-id',
  severity: 'MEDIUM',
  resourceType: 'AWS::SageMaker::EndpointConfig',
  link: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sagemaker-endpointconfig.html#cfn-sagemaker-endpointconfig-kmskeyid',
  shortText: 'SageMaker endpoint configurations encrypt their storage volumes with a KMS key of their owner',
  description:
    'Without KmsKeyId SageMaker encrypts the storage volumes of the instances with a transient key ' +
    'of its own, which the owner can neither audit, restrict nor revoke. Configurations whose instances all ' +
    'have local NVMe storage are exempt: SageMaker refuses KmsKeyId there, and the hardware encrypts them.',
  tags: ['security', 'encryption', 'kms', 'sagemaker'],
} as const;
