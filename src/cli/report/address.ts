/** File addresses in the form that platforms which show reports need: relative to the root of the repository. */

import { isAbsolute, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ReportContext } from './reporter.js';

type Folders = Pick<ReportContext, 'cwd' | 'root'>;

/** The path from the root of the repository, with slashes; undefined for a file outside it. */
export function pathInRepository(file: string, { cwd, root = cwd }: Folders): string | undefined {
  const path = relative(root, resolve(cwd, file.replaceAll('\\', '/')));
  return isAbsolute(path) || path.startsWith('..') ? undefined : path.replaceAll('\\', '/');
}

/** That path, percent-encoded. For a file outside the repository, its full `file:` URL. */
export function uriOf(file: string, folders: Folders): string {
  const path = pathInRepository(file, folders);
  if (path === undefined) return pathToFileURL(resolve(folders.cwd, file)).href;
  return path.split('/').map(encodeURIComponent).join('/');
}
