import type * as Fs from 'node:fs';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof Fs>();
  /** As for a user who may not read it; tests may run as root, who may read everything. */
  const refusing =
    (read: (path: string, options: unknown) => unknown) =>
    (path: string, options: unknown): unknown => {
      if (!String(path).includes('closed')) return read(path, options);
      throw Object.assign(new Error('EACCES'), { code: 'EACCES', syscall: 'open' });
    };
  return {
    ...fs,
    readdirSync: refusing(fs.readdirSync as never),
    openSync: refusing(fs.openSync as never),
  };
});
// Another file may have loaded it before, with the real module.
vi.resetModules();
const { checkJson, diagnostics, folderWith, places, template } = await import('./check-support.js');

it('goes on behind what it cannot look into, and names it', async () => {
  const bad = template();
  const cwd = folderWith({ 'a.yaml': bad, 'closed/b.yaml': bad, 'closed.yaml': bad });
  symlinkSync('loop.yaml', join(cwd, 'loop.yaml'));
  const ran = await checkJson(['.'], cwd);
  expect(places(ran)).toEqual(['a.yaml:4:5 Config nonCompliant keyAbsent']);
  expect(ran).toMatchObject({ code: 1, errors: [] });
  expect(diagnostics(ran).sort()).toEqual([
    'warning: closed.yaml: it was skipped: permission denied',
    'warning: closed: it was skipped: permission denied',
    'warning: loop.yaml: it was skipped: its symbolic links form a circle',
  ]);
});

it('is an error where it was named', async () => {
  const cwd = folderWith({ 'closed/b.yaml': '', 'closed.yaml': '' });
  const named = await checkJson(['closed', 'closed.yaml'], cwd);
  expect(named.code).toBe(2);
  expect(diagnostics(named)).toEqual([
    'error: closed: permission denied',
    'error: closed.yaml: permission denied',
  ]);
});
