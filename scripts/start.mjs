// `npm start` simulates two deployments with the built hook: it blocks one and lets the other through. It needs no AWS
// account and no Docker, and deploys nothing.
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
    about:
      'A model goes on an endpoint whose configuration names no KMS key. The hook is\nasked before anything is provisioned:',
  },
  {
    template: 'test/templates/simulate/encrypted.yaml',
    exit: 0,
    about: 'The same model with a key of the team’s own:',
  },
];

for (const { template, exit, about } of rehearsals) {
  console.log(cyan(about));
  console.log(`${bold('$')} kms-guard simulate ${template} --format brief`);
  const cli = join(root, 'dist', 'cli.js');
  const args = [cli, 'simulate', template, '--format', 'brief', '--region', 'eu-west-1'];
  // A policy in the caller's environment must not change the outcome.
  const { GUARD_POLICY: _, ...env } = process.env;
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env });
  if (status !== exit) {
    console.error(`expected exit code ${exit}, but got ${status}`);
    process.exit(3);
  }
  console.log('');
}
console.log(dim('Without --format brief you see the change set and every event of the stack.'));
console.log(`Try it on a template of yours: ${bold('node dist/cli.js simulate TEMPLATE')}`);
