import { expect, it } from 'vitest';
import { run, tool } from './tools.js';

it.each(['organization.yaml', 'policy-bucket.yaml', 'config-rule.yaml', 'audit-role.yaml'])(
  'deploy/%s is clean under cfn-lint, informational checks included',
  async (file) => {
    const regions = ['--regions', 'eu-west-1', 'eusc-de-east-1'];
    const ended = await run(tool('cfn-lint'), ['--include-checks', 'I', ...regions, '--', `deploy/${file}`]);
    expect(ended).toEqual({ status: 0, stdout: '', stderr: '' });
  },
);
