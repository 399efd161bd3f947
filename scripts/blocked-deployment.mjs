// Draws the README's picture of a blocked deployment: what `kms-guard simulate` shows on a terminal of 80 columns.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ansiToSvg } from './ansi-to-svg.mjs';

const root = join(import.meta.dirname, '..');
const columns = 80;
const argv = ['test/templates/simulate/blocked.yaml', '--format', 'brief'];

/** @returns {Promise<string>} the SVG; the same build always makes the same SVG */
export async function blockedDeployment() {
  const { command } = createRequire(import.meta.url)(join(root, 'dist/commands/simulate.js'));
  let output = '';
  const io = {
    stdin: process.stdin,
    stdout: { isTTY: true, columns, write: (text) => (output += text) },
    stderr: { write: (text) => process.stderr.write(text) },
    env: {},
    cwd: root,
    now: () => new Date(0),
  };
  const status = await command.run(argv, io);
  if (status !== 1) throw new Error(`the simulation should exit with 1, but its exit code is ${status}`);
  const call = `\u001b[32m$\u001b[39m kms-guard simulate ${argv.join(' ')}`;
  const title =
    'A terminal: kms-guard simulate says that the deployment is blocked, why, and which lines to add.';
  return ansiToSvg(`${call}\n${output}`, { title, columns });
}
