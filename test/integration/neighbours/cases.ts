/**
 * Templates on which this guard is held against other checkers of the same property. `kics/`, `registry/` and `cfn-nag/`
 * restate the published test cases of Datadog's and KICS's rule, of AWS's Guard rules registry and of cfn_nag's W1200;
 * `further/` has what those leave out.
 *
 * cfn-guard and this guard run. KICS and cfn_nag do not: what they answer was read from their published source
 * (`sagemaker_endpoint_config_should_specify_kms_key_id_attribute/query.rego`; `SageMakerEndpointConfigKmsKeyIdRule.rb`
 * with the cfn-model parser).
 */

/** `open`: left to the moment when everything is resolved. `unreadable`: refused as a template. */
export type Outcome = 'refused' | 'passes' | 'open' | 'unreadable';

export interface Case {
  readonly file: string;
  readonly kics: Outcome;
  readonly cfnNag: Outcome;
  /** Why not all say the same; absent where they do. */
  readonly why?: string;
}

const both = (outcome: Outcome) => ({ kics: outcome, cfnNag: outcome });

const emptyKey = 'an empty key is not a key: SageMaker would use its own';
const branch = 'a parameter decides whether there is a key, so the template alone does not show the verdict';

export const cases: readonly Case[] = [
  { file: 'kics/no-key.yaml', ...both('refused') },
  { file: 'kics/no-key.json', ...both('refused') },
  { file: 'kics/key.yaml', ...both('passes') },
  { file: 'kics/key.json', ...both('passes') },
  {
    file: 'registry/empty.yaml',
    kics: 'passes',
    cfnNag: 'unreadable',
    why: 'a document without Resources is not a template; naming such a file is an error here',
  },
  {
    file: 'registry/no-resources.yaml',
    kics: 'passes',
    cfnNag: 'unreadable',
    why: 'the template declares nothing, so there is nothing to refuse',
  },
  {
    file: 'registry/suppressed-for-guard.yaml',
    ...both('refused'),
    why: 'metadata of another tool does not suppress this rule; `exemptions` of the policy do, and for `check` also `Metadata.KmsGuard`',
  },
  {
    file: 'registry/suppressed-for-cfn-nag.yaml',
    kics: 'refused',
    cfnNag: 'passes',
    why: 'metadata of another tool does not suppress this rule; `exemptions` of the policy do, and for `check` also `Metadata.KmsGuard`',
  },
  { file: 'registry/no-key.yaml', ...both('refused') },
  { file: 'registry/key.yaml', ...both('passes') },
  { file: 'cfn-nag/no-key.yaml', ...both('refused') },
  { file: 'cfn-nag/key.yaml', ...both('passes') },
  { file: 'further/empty-text.yaml', ...both('passes'), why: emptyKey },
  { file: 'further/blank.yaml', ...both('passes'), why: emptyKey },
  { file: 'further/null.yaml', ...both('refused'), why: emptyKey },
  { file: 'further/no-value.yaml', kics: 'passes', cfnNag: 'refused', why: emptyKey },
  {
    file: 'further/number.yaml',
    ...both('passes'),
    why: 'a key is a text: no key ID, ARN or alias is a plain number',
  },
  { file: 'further/list.yaml', ...both('passes'), why: 'a list is not a key; the property takes one text' },
  {
    file: 'further/lower-case-name.yaml',
    kics: 'refused',
    cfnNag: 'passes',
    why: 'CloudFormation has no property `kmsKeyId`; upper and lower case matter',
  },
  {
    file: 'further/the-word-false.yaml',
    kics: 'passes',
    cfnNag: 'refused',
    why: 'under `keyPolicy: present` every text that is not empty is a key; `wellFormed` and the stricter ones refuse it',
  },
  { file: 'further/no-properties.yaml', kics: 'passes', cfnNag: 'refused', why: 'no properties, so no key' },
  { file: 'further/key-of-the-captures-alone.yaml', ...both('refused') },
  { file: 'further/local-storage.yaml', ...both('refused') },
  { file: 'further/serverless.yaml', ...both('refused') },
  { file: 'further/key-of-the-template.yaml', ...both('passes') },
  { file: 'further/dynamic-reference.yaml', ...both('passes') },
  {
    file: 'further/parameter.yaml',
    ...both('passes'),
    why: 'the parameter has no value yet, and may get an empty one',
  },
  { file: 'further/parameter-empty-by-default.yaml', ...both('passes'), why: emptyKey },
  { file: 'further/if-with-key-either-way.yaml', ...both('passes') },
  { file: 'further/if-without-key-either-way.yaml', ...both('passes'), why: emptyKey },
  { file: 'further/if-without-key-elsewhere.yaml', ...both('passes'), why: branch },
  { file: 'further/if-without-key-there.yaml', kics: 'passes', cfnNag: 'refused', why: branch },
  {
    file: 'further/if-never.yaml',
    ...both('passes'),
    why: 'the condition is false for all parameter values, so the branch with the key is never used',
  },
  {
    file: 'further/false-condition.yaml',
    ...both('refused'),
    why: 'the condition is false for all parameter values, so the configuration never exists',
  },
  {
    file: 'further/open-condition.yaml',
    ...both('refused'),
    why: 'a parameter decides whether the configuration exists',
  },
  {
    file: 'further/for-each.yaml',
    kics: 'passes',
    cfnNag: 'unreadable',
    why: '`Fn::ForEach` creates two configurations without a key',
  },
  {
    file: 'further/for-each-with-key.yaml',
    kics: 'passes',
    cfnNag: 'unreadable',
    why: '`Fn::ForEach` creates two configurations with a key',
  },
];
