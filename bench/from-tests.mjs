// Bundles a TypeScript file of the tests and imports it.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/**
 * @param {string} folder where the bundle is written
 * @param {string} name a file in test/, without its extension
 */
export async function fromTests(folder, name) {
  const outfile = join(folder, `${name}.mjs`);
  const entry = join(import.meta.dirname, `../test/${name}.ts`);
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm' });
  return import(pathToFileURL(outfile));
}
