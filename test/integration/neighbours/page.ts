/** docs/comparison.md, from what the checkers say. */

import type { Case, Outcome } from './cases.js';

export interface Row extends Case {
  readonly cfnGuard: Outcome;
  readonly ours: Outcome;
}

const peers = {
  kics: 'KICS and Datadog, read',
  cfnNag: 'cfn_nag W1200, read',
  cfnGuard: 'cfn-guard, run',
} as const satisfies Partial<Record<keyof Row, string>>;
type Peer = keyof typeof peers;

const isPeer = (name: string): name is Peer => Object.hasOwn(peers, name);
const names = Object.keys(peers).filter(isPeer);

/** The peers that do not say what this guard says. */
export function dissenters(row: Row): readonly Peer[] {
  return names.filter((peer) => row[peer] !== row.ours);
}

/** One line for each peer: with how many verdicts it agrees. */
export function agreement(rows: readonly Row[]): readonly string[] {
  const { published, further } = parts(rows);
  return names.map((peer) => {
    const share = (part: readonly Row[]) =>
      `${part.filter((row) => row[peer] === row.ours).length} of ${part.length}`;
    return `${peers[peer]}: the same verdict on ${share(published)} published test cases and ${share(further)} further ones`;
  });
}

const isFurther = ({ file }: Row) => file.startsWith('further/');

function parts(rows: readonly Row[]) {
  return { published: rows.filter((row) => !isFurther(row)), further: rows.filter(isFurther) };
}

export function page(rows: readonly Row[]): string {
  const { published, further } = parts(rows);
  return `${head}
${agreement(rows)
  .map((line) => `- ${line}.`)
  .join('\n')}

## Their published test cases, restated

${table(published)}

## Further cases

${table(further)}
`;
}

const head = `# Comparison with other checkers of the same property

\`npm run comparison\` writes this page from the templates in \`test/integration/neighbours/\`; a test fails where the page is
out of date.

- **cfn-guard** runs with a rule (\`has-key.guard\`) that makes the same check as
  \`SAGEMAKER_ENDPOINT_CONFIGURATION_KMS_KEY_CONFIGURED\` of AWS's Guard rules registry.
- **KICS and Datadog** (one rule, for the attribute \`KmsKeyId\`) and **cfn_nag W1200** do not run here: the former needs its
  own scanner, the latter Ruby. Their columns are derived from their published source.
- **Checkov** has no column: its CKV_AWS_98 is for Terraform, and the list of rules of version 3.3.30 has none for
  \`AWS::SageMaker::EndpointConfig\` in CloudFormation.
- **This guard** runs as \`kms-guard check\` does without options: default policy, parameters at their defaults.

\`open\` means undetermined: the hook decides when CloudFormation has resolved the resource. \`unreadable\` means that the
checker refuses the file as a template. \`passes\` also stands for a checker that finds no configuration in the file.
Verdicts that differ from this guard's are in bold.
`;

function table(rows: readonly Row[]): string {
  const cells = rows.map((row) => {
    const different = dissenters(row);
    const columns = names.map((peer) => (different.includes(peer) ? `**${row[peer]}**` : row[peer]));
    return [`\`${row.file}\``, row.ours, ...columns, row.why ?? ''];
  });
  const header = ['template', 'this guard', ...Object.values(peers), 'why'];
  return [header, header.map(() => '---'), ...cells].map((line) => `| ${line.join(' | ')} |`).join('\n');
}
