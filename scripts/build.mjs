// Bundles the Lambda function, the command line and the library into dist/. `sam build` takes the options of the Lambda
// bundle from template.yaml, and a test checks that they are the same as here.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import pkg from '../package.json' with { type: 'json' };
import { thirdPartyNotices } from './notices.mjs';

/** The contents of all bundles, for the license notices. @type {import('esbuild').Metafile[]} */
const metafiles = [];

/** @param {import('esbuild').BuildOptions} options */
async function build(options) {
  const { metafile } = await bundle({ ...options, metafile: true });
  metafiles.push(metafile);
}

/** The options of the Lambda bundle that change what it contains. */
export const lambdaOptions = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  minify: true,
  keepNames: false,
  // Node has them since its version 10. esbuild otherwise keeps a pattern of valibot's that nothing uses.
  supported: { 'regexp-unicode-property-escapes': true },
  mainFields: ['module', 'main'],
  external: ['@aws-sdk/*'],
  // The same library as ES modules, from which esbuild can remove unused code. That saves a tenth of the bundle.
  alias: { yaml: './node_modules/yaml/browser/index.js' },
};

/** ES modules use `import.meta.url` for their own address. CommonJS does not have it, so it is replaced. */
const define = { __VERSION__: JSON.stringify(pkg.version), 'import.meta.url': '__filename' };

/** Keeps each command in a file of its own, so that a call loads only the command that it needs. */
const commandsApart = {
  name: 'commands-apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/commands\// }, ({ path }) => ({ path, external: true }));
  },
};

/**
 * Keeps the engine for patterns in a file of its own, because few parameters have a pattern.
 * @param {string} folder the path to that file's folder from the importing file
 */
const engineApart = (folder) => ({
  name: 'engine-apart',
  setup({ onResolve }) {
    onResolve({ filter: /^re2js$/ }, () => ({ path: `${folder}/re2js.js`, external: true }));
  },
});

/** The command line is CommonJS throughout: `import()` becomes `require`, which starts faster. */
export const tool = {
  ...lambdaOptions,
  define,
  supported: { ...lambdaOptions.supported, 'dynamic-import': false },
};

/** The source file of each command, by the command's name. */
function commandEntries() {
  const files = readdirSync('src/cli/commands').filter((file) => file.endsWith('.ts'));
  return Object.fromEntries(files.map((file) => [basename(file, '.ts'), `src/cli/commands/${file}`]));
}

async function buildTool() {
  const banner = { js: '#!/usr/bin/env node' };
  const entryPoints = { cli: 'src/cli/bin.ts' };
  await Promise.all([
    build({ ...tool, entryPoints, outdir: 'dist', banner, plugins: [commandsApart] }),
    build({
      ...tool,
      entryPoints: commandEntries(),
      outdir: 'dist/commands',
      plugins: [engineApart('..')],
    }),
    build({ ...tool, entryPoints: { re2js: 're2js' }, outdir: 'dist' }),
  ]);
  chmodSync('dist/cli.js', 0o755);
}

/** Builds the library: esbuild bundles the code, and the TypeScript compiler writes the types. */
async function buildLibrary() {
  const entryPoints = { index: 'src/index.ts', cdk: 'src/cdk/index.ts' };
  await build({ ...tool, entryPoints, outdir: 'dist', plugins: [engineApart('.')] });
  const compiler = fileURLToPath(import.meta.resolve('typescript/package.json'));
  execFileSync(process.execPath, [join(dirname(compiler), 'bin/tsc'), '-p', 'tsconfig.build.json'], {
    stdio: 'inherit',
  });
}

/** Writes the policy's JSON Schema, for editors. Its source is TypeScript, so it is bundled before it runs. */
async function buildPolicySchema() {
  const entryPoints = ['scripts/policy-schema.ts'];
  const { outputFiles } = await bundle({
    entryPoints,
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
  });
  const { policyJsonSchema } = await import(
    `data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`
  );
  mkdirSync('dist', { recursive: true });
  writeFileSync('dist/policy.schema.json', `${JSON.stringify(policyJsonSchema(), null, 2)}\n`);
}

if (process.argv[1] === import.meta.filename) {
  rmSync('dist', { recursive: true, force: true });
  await Promise.all([
    build({ ...lambdaOptions, entryPoints: { index: 'src/handler.ts' }, outdir: 'dist/lambda' }),
    buildTool(),
    buildLibrary(),
    buildPolicySchema(),
  ]);
  writeFileSync('dist/THIRD-PARTY-NOTICES.txt', thirdPartyNotices(metafiles));
}
