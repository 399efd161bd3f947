// `npm start`: two deployments rehearsed through the built hook, one that it blocks and one that goes through.
// No AWS account, no Docker, nothing is deployed.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { styleText } from 'node:util';

const root = join(import.meta.dirname, '..');
const hasColors = process.stdout.isTTY === true && !process.env.NO_COLOR;
const [bold, cyan, dim] = ['bold', 'cyan', 'dim'].map(
  (style) => (text) => (hasColors ? styleText(style, text) : text),
);

const rehearsals = [
  {
    template: 'test/templates/simulate/blocked.yaml',
    exit: 1,
    lines: [
      'A data scientist deploys a fraud model. Its endpoint configuration names no KMS key,',
      'so the hook refuses the change set, and the stack too, before anything is provisioned.',
    ],
  },
  {
    template: 'test/templates/simulate/encrypted.yaml',
    exit: 0,
    lines: [
      'The same model with a key of the team’s own: three hooks are asked, all of them agree,',
      'and the stack reaches CREATE_COMPLETE.',
    ],
  },
];

for (const { template, exit, lines } of rehearsals) {
  console.log(`${lines.map((line) => cyan(line)).join('\n')}\n`);
  console.log(`${bold('$')} kms-guard simulate ${template}`);
  const args = [join(root, 'dist', 'cli.js'), 'simulate', template, '--region', 'eu-west-1'];
  // The outcome must not depend on who starts it, where.
  const { GUARD_POLICY: _, ...env } = process.env;
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env });
  if (status !== exit) {
    console.error(`expected exit code ${exit}, and got ${status}`);
    process.exit(3);
  }
  console.log(`${dim(`exit code ${status}`)}\n`);
}
console.log(`Try it on a template of yours: ${bold('node dist/cli.js simulate TEMPLATE')}`);
