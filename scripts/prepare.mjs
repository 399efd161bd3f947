// Runs after `npm ci` in a checkout, so that `npx kms-guard` has something to run there. An installation without the
// development dependencies has no esbuild, and nothing to build with.
import { existsSync } from 'node:fs';

if (existsSync(new URL('../node_modules/esbuild/package.json', import.meta.url))) await import('./build.mjs');
