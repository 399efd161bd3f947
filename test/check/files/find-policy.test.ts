import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPolicyFile } from '../../../src/check/files/find-policy.js';

/** A folder of this user's alone. */
let top: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'kms-guard-'));
});
afterEach(() => rmSync(top, { recursive: true }));

const folder = (path: string) => mkdirSync(join(top, path), { recursive: true, mode: 0o755 });
const file = (path: string) => {
  folder(dirname(path));
  writeFileSync(join(top, path), '', { mode: 0o644 });
};

/** What is found from a working folder, relative to the top. */
const found = (from: string) => findPolicyFile(join(top, from))?.slice(top.length + 1);

describe('the policy of a working folder', () => {
  it.each([
    ['that folder itself', ['repo/a/kms-guard.yaml', 'repo/kms-guard.yaml', 'repo/.git'], 'repo/a'],
    [
      'the nearest folder above it',
      ['repo/a/kms-guard.yaml', 'repo/kms-guard.yaml', 'repo/.git'],
      'repo/a/b/c',
    ],
  ])('is looked for in %s', (_name, files, from) => {
    files.forEach(file);
    folder(from);
    expect(found(from)).toBe('repo/a/kms-guard.yaml');
  });

  it.each([
    ['above the root of the repository', ['kms-guard.yaml', 'repo/.git/HEAD']],
    ['above the root of a work tree, whose .git is a file', ['kms-guard.yaml', 'repo/.git']],
    ['above the working folder, without a repository', ['repo/kms-guard.yaml']],
  ])('is not looked for %s', (_name, files) => {
    files.forEach(file);
    folder('repo/a');
    expect(found('repo/a')).toBeUndefined();
  });

  it('is found at the root itself, and in a working folder without a repository', () => {
    file('repo/kms-guard.yaml');
    folder('repo/a');
    expect(found('repo')).toBe('repo/kms-guard.yaml');
    folder('repo/.git');
    expect(found('repo/a')).toBe('repo/kms-guard.yaml');
  });
});

describe('a policy that another user can have written', () => {
  it.each([
    ['the working folder', 'repo/a', 'repo/a'],
    ['a folder on the way', 'repo', 'repo/a'],
    ['the folder that it is in', '', 'repo/a'],
    ['the folder that it is in, which is the working folder', '', ''],
    ['the file', 'kms-guard.yaml', 'repo'],
  ])('is refused, with its place and the way out: others can write to %s', (_name, shared, from) => {
    folder('.git');
    folder('repo/a');
    file('kms-guard.yaml');
    chmodSync(join(top, shared), 0o777);
    const place = join(top, shared);
    expect(() => found(from)).toThrow(
      new RegExp(`kms-guard\\.yaml cannot be used: .*can write to ${place},.*--policy`),
    );
  });

  it('is refused in a sticky folder too, where anybody can add a file', () => {
    file('kms-guard.yaml');
    chmodSync(top, 0o1777);
    expect(() => found('')).toThrow(/another user of this machine can write/);
  });

  it('cannot be hidden by a .git in a folder that others can write to', () => {
    folder('.git');
    file('kms-guard.yaml');
    folder('shared/.git');
    folder('shared/mine');
    chmodSync(join(top, 'shared'), 0o777);
    expect(() => found('shared/mine')).toThrow(/can write to .*shared,/);
  });
});
