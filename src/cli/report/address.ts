/** Addresses of files as the platforms that show a report have them: from the root of the repository. */

import { isAbsolute, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ReportContext } from './reporter.js';

type Folders = Pick<ReportContext, 'cwd' | 'root'>;

/** The path from the root of the repository, with slashes; undefined for what lies outside it. */
export function pathInRepository(file: string, { cwd, root = cwd }: Folders): string | undefined {
  const path = relative(root, resolve(cwd, file.replaceAll('\\', '/')));
  return isAbsolute(path) || path.startsWith('..') ? undefined : path.replaceAll('\\', '/');
}

/** The same as an address, percent-encoded; what lies outside has its whole address, with `file:`. */
export function uriOf(file: string, folders: Folders): string {
  const path = pathInRepository(file, folders);
  if (path === undefined) return pathToFileURL(resolve(folders.cwd, file)).href;
  return path.split('/').map(encodeURIComponent).join('/');
}
