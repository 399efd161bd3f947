import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { othersCanWrite, repositoryRoot } from '../../../src/check/files/repository.js';

describe('the root of the repository', () => {
  let top: string;
  beforeEach(() => {
    top = mkdtempSync(join(tmpdir(), 'kms-guard-'));
    mkdirSync(join(top, 'repo/sub/sub'), { recursive: true, mode: 0o755 });
    mkdirSync(join(top, 'repo/.git'), { mode: 0o755 });
    mkdirSync(join(top, 'none/sub'), { recursive: true });
  });
  afterEach(() => rmSync(top, { recursive: true }));

  it.each([
    ['repo', 'repo'],
    ['repo/sub/sub', 'repo'],
    ['none/sub', 'none/sub'],
  ])('of %s is %s', (folder, root) => {
    expect(repositoryRoot(join(top, folder))).toBe(join(top, root));
  });

  it('is that of the nearest one, which may be a worktree or a submodule', () => {
    writeFileSync(join(top, 'repo/sub/.git'), 'gitdir: ../.git/modules/sub');
    expect(repositoryRoot(join(top, 'repo/sub/sub'))).toBe(join(top, 'repo/sub'));
  });
});

describe('what another user can have written', () => {
  it.each([
    ['of this user', { uid: 1000, gid: 50, mode: 0o755 }, 1000, false],
    ['of root', { uid: 0, gid: 0, mode: 0o755 }, 1000, false],
    ['of another user', { uid: 1001, gid: 1001, mode: 0o700 }, 1000, true],
    ['of another user, and this one is root', { uid: 1001, gid: 1001, mode: 0o700 }, 0, true],
    ['writable by everybody', { uid: 1000, gid: 1000, mode: 0o757 }, 1000, true],
    ['sticky and writable by everybody', { uid: 0, gid: 0, mode: 0o1777 }, 1000, true],
    ['writable by a group', { uid: 1000, gid: 50, mode: 0o775 }, 1000, true],
    ['writable by the group of this user alone', { uid: 1000, gid: 1000, mode: 0o775 }, 1000, false],
    ['writable by the group of root', { uid: 0, gid: 0, mode: 0o775 }, 0, true],
    ['on Windows', { uid: 0, gid: 0, mode: 0o777 }, undefined, false],
  ])('is told by owner and mode: %s', (_name, stats, user, expected) => {
    expect(othersCanWrite(stats, user)).toBe(expected);
  });
});
