// Runs after `npm ci` in a checkout and builds dist/, so that `npx kms-guard` works there. An installation without
// development dependencies has no esbuild, so it cannot build.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const build = new URL('build.mjs', import.meta.url);
if (existsSync(new URL('../node_modules/esbuild/package.json', import.meta.url))) {
  execFileSync(process.execPath, [build.pathname], { stdio: 'inherit' });
}
