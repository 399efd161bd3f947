// Runs after `npm ci` in a checkout, so that `npx kms-guard` has something to run there. An installation without the
// development dependencies has no esbuild, and nothing to build with.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const build = new URL('build.mjs', import.meta.url);
if (existsSync(new URL('../node_modules/esbuild/package.json', import.meta.url))) {
  execFileSync(process.execPath, [build.pathname], { stdio: 'inherit' });
}
