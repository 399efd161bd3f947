/** Finds the files to check from the paths of a call. */

import { type Dirent, readdirSync, statSync } from 'node:fs';
import { extname, isAbsolute, join, normalize, resolve } from 'node:path';
import {
  compare,
  decode,
  type Input,
  InputError,
  isOfInput,
  type Problem,
  reasonOf,
  slashed,
} from '../../check/index.js';
import { stacksOfAssembly } from './assembly.js';

export const STDIN = '<stdin>';
const EXTENSIONS = new Set(['.yaml', '.yml', '.json', '.template']);

/**
 * Finds the files of a call, each once, sorted by name.
 *
 * @param paths files, folders (searched with all their subfolders), globs, `-` for standard input
 * @param stdin called at most once
 * @returns `warnings`: files and folders inside a folder that could not be read
 */
export async function findInputs(paths: readonly string[], cwd: string, stdin: () => Promise<Uint8Array>) {
  const inputs = new Map<string, Input>();
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const add = (input: Input) => {
    const key = input.text === undefined ? resolve(cwd, input.path) : STDIN;
    const before = inputs.get(key);
    // A file that the caller named stays named, even if a folder or glob contains it too. An assembly's values stay.
    if (!before || (input.named && !before.named) || (input.stack && !before.stack)) {
      inputs.set(key, { ...before, ...input, named: input.named || before?.named === true });
    }
  };
  for (const path of paths) {
    try {
      for (const input of await expand(path, cwd, stdin, warnings)) add(input);
    } catch (error) {
      if (!isOfInput(error)) throw error;
      problems.push({ file: path === '-' ? STDIN : path, message: reasonOf(error) });
    }
  }
  return { inputs: [...inputs.values()].sort((a, b) => compare(a.file, b.file)), problems, warnings };
}

async function expand(
  path: string,
  cwd: string,
  stdin: () => Promise<Uint8Array>,
  warnings: Problem[],
): Promise<Iterable<Input>> {
  if (path === '-')
    return [{ file: STDIN, path: resolve(cwd, STDIN), named: true, text: decode(await stdin()) }];
  const found = statSync(resolve(cwd, path), { throwIfNoEntry: false });
  const shown = normalize(path);
  if (found?.isDirectory()) return inFolder(resolve(cwd, path), shown === '.' ? '' : shown, warnings);
  if (found) return [{ file: slashed(shown), path: resolve(cwd, path), named: true }];
  if (!/[*?[\]{}!]/.test(path)) throw new InputError('there is no such file or folder');
  const { globSync } = await import('tinyglobby');
  const matches = globSync(path.replaceAll('\\', '/'), { cwd, ignore: ['**/node_modules/**', '**/.git/**'] });
  if (matches.length === 0) throw new InputError('no file matches this pattern');
  return matches
    .filter((match) => EXTENSIONS.has(extname(match).toLowerCase()))
    .map((match) => ({
      file: slashed(isAbsolute(path) ? resolve(cwd, match) : match),
      path: resolve(cwd, match),
      named: false,
    }));
}

/** The files of a folder without hidden folders and node_modules. For a cloud assembly, the files in its manifest. */
function* inFolder(folder: string, shown: string, warnings: Problem[]): Generator<Input> {
  const entries = readdirSync(folder, { withFileTypes: true });
  const assembly = entries.some(({ name }) => name === 'manifest.json')
    ? stacksOfAssembly(folder, shown)
    : undefined;
  if (assembly) {
    yield* assembly;
    return;
  }
  for (const entry of entries) {
    const { name } = entry;
    if (name === 'node_modules' || name.startsWith('.')) continue;
    const path = join(folder, name);
    const file = slashed(join(shown, name));
    try {
      if (entry.isDirectory()) yield* inFolder(path, file, warnings);
      else if (EXTENSIONS.has(extname(name).toLowerCase()) && isFile(entry, path)) {
        yield { file, path, named: false };
      }
    } catch (error) {
      if (!isOfInput(error)) throw error;
      warnings.push({ file, message: `it was skipped: ${reasonOf(error)}` });
    }
  }
}

/** Whether an entry is a file, or a link to one. Links to folders are not followed, since they may form a circle. */
function isFile(entry: Dirent, path: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
