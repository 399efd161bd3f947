/**
 * Keeps the engine's compiled code between runs: on a small template, compiling is half of what a run takes.
 * Node 22.1 and newer have this built in (`module.enableCompileCache`); this is the same for Node 20.
 */

import { lstatSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';

type Compile = (this: NodeJS.Module, content: string, filename: string) => unknown;
interface Loader {
  enableCompileCache?: () => unknown;
  wrap(content: string): string;
  prototype: { _compile: Compile };
}

/**
 * From here on the program's own files are loaded with their compiled code, and leave it behind.
 *
 * @param folder whose files are kept: the program's, not its dependencies'
 */
export function keepCompiledCode(folder: string): void {
  const loader = Module as unknown as Loader;
  if (loader.enableCompileCache) {
    loader.enableCompileCache();
    return;
  }
  const cache = cacheFolder();
  if (cache === undefined) return;
  const original = loader.prototype._compile;
  loader.prototype._compile = function (content, filename) {
    if (!filename.startsWith(folder)) return original.call(this, content, filename);
    const entry = join(cache, nameOf(filename));
    const cachedData = read(entry);
    const script = new Script(loader.wrap(content), { filename, ...(cachedData && { cachedData }) });
    // At exit the code of the functions that ran is there too, not only that of the file's top level.
    if (!cachedData || script.cachedDataRejected) process.once('exit', () => write(entry, script));
    return script.runInThisContext()(this.exports, this.require.bind(this), this, filename, folder);
  };
}

/** A folder that nobody else can write to: compiled code is run without another look at its source. */
function cacheFolder(): string | undefined {
  try {
    const user = process.getuid?.();
    const folder = join(tmpdir(), `kms-guard-code-${user ?? 'user'}`);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { mode, uid } = lstatSync(folder);
    const isOurs = user === undefined || (uid === user && (mode & 0o077) === 0);
    return isOurs && lstatSync(folder).isDirectory() ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** The engine checks its own version and flags; the file is told apart by its path, size and time. */
function nameOf(filename: string): string {
  const { size, mtimeMs } = statSync(filename);
  return `${filename.slice(-120).replace(/[^A-Za-z0-9]/g, '-')}-${filename.length}-${size}-${mtimeMs}-${process.version}-${process.arch}`;
}

function read(entry: string): Buffer | undefined {
  try {
    return readFileSync(entry);
  } catch {
    return undefined;
  }
}

/** In place at once, so that a run beside this one never reads half of it. */
function write(entry: string, script: Script): void {
  try {
    writeFileSync(`${entry}.${process.pid}`, script.createCachedData(), { mode: 0o600 });
    renameSync(`${entry}.${process.pid}`, entry);
  } catch {
    // A full or read-only disk costs speed and nothing else.
  }
}
