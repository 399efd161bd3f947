/**
 * What becomes of every block of the documents when a reader copies it, in the documents' order. A block that is not
 * here, and a command that is not in its block, fail a test.
 */

/** A command, by how it begins, and what becomes of it. */
export type PlannedCommand = readonly [begins: string, outcome: Outcome];

export type Outcome =
  /** It is run, and has to end with this code. */
  | { readonly exits: number }
  /** `.ci/run` has the same line. */
  | 'by .ci/run'
  /** It cannot be run here, for this reason. */
  | { readonly notRun: string };

export type PlannedBlock =
  /** Run in a checkout, or in a project of a user's with a template of its own. */
  | { readonly place: 'checkout' | 'project'; readonly commands: readonly PlannedCommand[] }
  /** Text of this kind, which `use` names; test/integration/documents.test.ts has what is done with each. */
  | { readonly use: Use };

export type Use =
  /** A policy: `kms-guard policy` reads it. */
  | 'policy'
  /** A property of an endpoint configuration: `check` finds it compliant. */
  | 'property'
  /** Metadata of a resource: `check` leaves it alone. */
  | 'suppression'
  /** A step of a workflow: its inputs are the action's. */
  | 'step'
  /** A part of .pre-commit-config.yaml: pre-commit runs it. */
  | 'pre-commit'
  /** Lines of a CDK app: synthesis fails for a configuration without a key. */
  | 'cdk'
  /** No code. */
  | 'drawing';

const passes: Outcome = { exits: 0 };
const refused: Outcome = { exits: 1 };
const minutes = (what: string): Outcome => ({ notRun: `takes minutes, and ${what}` });

const inCheckout = (...commands: readonly PlannedCommand[]): PlannedBlock => ({
  place: 'checkout',
  commands,
});
const inProject = (...commands: readonly PlannedCommand[]): PlannedBlock => ({ place: 'project', commands });

export const plan: Readonly<Record<string, readonly PlannedBlock[]>> = {
  'README.md': [
    inCheckout(['npm ci && npm start', passes], ['npm ci && npm test', 'by .ci/run']),
    inCheckout(['npm ci', passes], ['sam build && sam deploy --guided', passes]),
    inCheckout(
      ['sam build --parameter-overrides Architecture=x86_64', passes],
      ['sam local invoke GuardFunction', { notRun: 'needs a Docker daemon' }],
      ['npx kms-guard invoke events/resource-create.fail.json', refused],
    ),
    { use: 'policy' },
    inProject(
      ['npx kms-guard check template.yaml', refused],
      ['npx kms-guard check templates --format sarif', refused],
      ['npx kms-guard check template.yaml --fix', refused],
      ['npx kms-guard simulate template.yaml', passes],
    ),
    { use: 'suppression' },
    { use: 'step' },
    { use: 'pre-commit' },
    { use: 'cdk' },
    inProject(
      ['npx kms-guard audit --all-regions', passes],
      ['npx kms-guard audit --organization', passes],
      ['npx kms-guard hook status', passes],
      ['npx kms-guard hook mode WARN --yes', passes],
    ),
  ],
  'CONTRIBUTING.md': [
    inCheckout(
      ['npm ci', passes],
      ['npm test', 'by .ci/run'],
      ['npm run lint', 'by .ci/run'],
      ['npm run typecheck', 'by .ci/run'],
      ['npm run depcruise', 'by .ci/run'],
      ['npm run knip', 'by .ci/run'],
      ['npm run test:integration', 'by .ci/run'],
      ['npm run test:oracle', 'by .ci/run'],
      ['npm run fuzz', minutes('.ci/run runs one minute of it')],
      ['npm run comparison', minutes('a test holds the page to what it writes')],
      ['npm run test:mutation', minutes('its score is in this document')],
      ['npm run test:titles', 'by .ci/run'],
      ['npm run pictures', passes],
      ['npm run bench', minutes('measures this machine')],
    ),
  ],
  'SECURITY.md': [],
  'docs/architecture.md': [{ use: 'drawing' }],
  'docs/blocked.md': [
    { use: 'property' },
    inProject(
      ['npm install --save-dev endpoint-kms-guard', passes],
      ['npx kms-guard check template.yaml', refused],
      ['npx kms-guard check template.yaml --fix', refused],
    ),
  ],
  'docs/comparison.md': [],
  'docs/costs.md': [],
  'docs/operations.md': [
    inProject(['npx kms-guard hook mode WARN --yes', passes]),
    inProject(['npx kms-guard hook results', passes], ['aws logs filter-log-events', passes]),
    inProject(['npx kms-guard hook mode FAIL --yes', passes]),
  ],
  'docs/permissions.md': [
    inCheckout(
      ['export EXTERNAL_ID=', passes],
      ['aws cloudformation create-stack-set', passes],
      ['aws cloudformation create-stack-instances', passes],
    ),
    inCheckout(['npx kms-guard audit --organization', passes]),
  ],
  'docs/policy.md': [
    { use: 'policy' },
    { use: 'policy' },
    { use: 'policy' },
    { use: 'property' },
    { use: 'policy' },
    { use: 'policy' },
  ],
  'docs/rollout.md': [
    inCheckout(['npm ci', passes], ['npx kms-guard audit', passes]),
    inCheckout(
      ['npm run package', passes],
      ['export BUCKET=', passes],
      ['aws cloudformation deploy --template-file dist/guard.template.json', passes],
    ),
    inCheckout(
      ['npx kms-guard hook status', passes],
      ['npx kms-guard hook results --status failed', passes],
      ['npx kms-guard hook results --status error', passes],
    ),
    inCheckout(
      ['npm run package', passes],
      ['export BUCKET=', passes],
      ['aws cloudformation deploy --template-file dist/guard.template.json', passes],
    ),
    inCheckout(
      ['aws cloudformation deploy --template-file deploy/policy-bucket.yaml', passes],
      ['export BUCKET=', passes],
      ["echo 'keyPolicy: customerManaged' > kms-guard.yaml", passes],
      ['npx kms-guard policy kms-guard.yaml', passes],
      ['npm run package', passes],
      ['aws s3 cp kms-guard.yaml', passes],
      ['aws s3 cp dist/guard.template.json', passes],
    ),
    inCheckout(
      ['aws cloudformation activate-organizations-access', passes],
      ['aws cloudformation deploy --template-file deploy/organization.yaml', passes],
    ),
    inCheckout(['aws cloudformation deploy --template-file deploy/organization.yaml', passes]),
    inCheckout(
      ['npm run package', passes],
      ['aws s3 cp dist/guard.template.json', passes],
      ['aws cloudformation deploy --template-file deploy/organization.yaml', passes],
    ),
    inCheckout(['aws cloudformation deploy --template-file deploy/organization.yaml', passes]),
    { use: 'policy' },
    inCheckout(['aws cloudformation deploy --template-file deploy/config-rule.yaml', passes]),
  ],
  'docs/verdicts.md': [],
};
