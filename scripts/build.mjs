// Bundles the Lambda function, the command line and the library into dist/. One esbuild call an output
// format; `sam build` repeats the Lambda options from template.yaml, and a test holds the two together.
import { rmSync } from 'node:fs';
import { build } from 'esbuild';
import pkg from '../package.json' with { type: 'json' };

/** The options of the Lambda bundle that change what it contains. */
export const lambdaOptions = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  minify: true,
  keepNames: false,
  mainFields: ['module', 'main'],
  external: ['@aws-sdk/*'],
};

const define = { __VERSION__: JSON.stringify(pkg.version) };

/** Commands are files of their own, required only when they are called, so that the others cost nothing at start. */
const commandsApart = {
  name: 'commands-apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/commands\// }, ({ path }) => ({ path, external: true }));
  },
};

const tool = { ...lambdaOptions, define, supported: { 'dynamic-import': false } };

if (process.argv[1] === import.meta.filename) {
  rmSync('dist', { recursive: true, force: true });
  await Promise.all([
    build({ ...lambdaOptions, entryPoints: { index: 'src/handler.ts' }, outdir: 'dist/lambda' }),
  ]);
}
