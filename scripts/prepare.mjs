// Runs after `npm ci` in a checkout and builds dist/, so that `npx kms-guard` works there. An installation without
// development dependencies has no esbuild, so it cannot build.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const build = new URL('build.mjs', import.meta.url);
const isThere = (path) => existsSync(new URL(path, import.meta.url));
// The first `npx kms-guard` in a checkout prepares it again. Another build would remove what `npm run package` wrote.
const isBuilt = process.env.npm_command === 'exec' && isThere('../dist/cli.js');
if (!isBuilt && isThere('../node_modules/esbuild/package.json')) {
  execFileSync(process.execPath, [build.pathname], { stdio: 'inherit' });
}
