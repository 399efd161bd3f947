/** The package as npm would publish it: packed once a run, for the tests that install it. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from './tools.js';

export interface Packed {
  /** Path of the tarball. */
  readonly tarball: string;
  /** What is in it, sorted. */
  readonly files: readonly string[];
}

/** Packs the project as it is built. */
export async function pack(): Promise<Packed> {
  const folder = mkdtempSync(join(tmpdir(), 'packed-'));
  // The suite has built dist/ already; building it again would pull it from under the other tests.
  const options = ['--json', '--ignore-scripts', '--pack-destination', folder];
  const { status, stdout, stderr } = await run('npm', ['pack', ...options], { cwd: root });
  if (status !== 0) throw new Error(`npm pack ended with ${status}: ${stderr}`);
  const described: unknown = JSON.parse(stdout);
  // A list up to npm 10, a map by package name from npm 11 on.
  const [packed] = Object.values(
    described as Record<string, { filename: string; files: { path: string }[] }>,
  );
  if (!packed) throw new Error(`npm pack has packed nothing: ${stdout}`);
  return {
    tarball: join(folder, packed.filename.replace(/^@/, '').replaceAll('/', '-')),
    files: packed.files.map(({ path }) => path).sort(),
  };
}
