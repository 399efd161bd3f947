import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { outputTo } from '../../../src/cli/terminal/output.js';

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return { ...fs, writeSync: vi.fn(fs.writeSync) };
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kms-guard-test-'));
});
afterEach(() => {
  vi.mocked(writeSync).mockReset();
  rmSync(folder, { recursive: true });
});

const stream = () => ({ isTTY: true, write: vi.fn() });
const opened = (fake: ReturnType<typeof stream>) => vi.fn(() => fake as unknown as NodeJS.WriteStream);
const failing = (code: string) => () => {
  throw Object.assign(new Error(code), { code });
};

describe('outputTo', () => {
  it.each(['output', '/dev/null'])('writes to %s without a stream', async (name) => {
    const { writeSync: write } = await vi.importActual<typeof import('node:fs')>('node:fs');
    // Three bytes at a time, as a full pipe takes them.
    vi.mocked(writeSync).mockImplementation((fd, bytes) =>
      write(fd, (bytes as unknown as Uint8Array).subarray(0, 3)),
    );
    const path = name.startsWith('/') ? name : join(folder, name);
    const descriptor = openSync(path, 'w');
    const open = opened(stream());
    const sink = outputTo(descriptor, open);
    sink.write('✔ compliant\n');
    sink.write('');
    closeSync(descriptor);
    expect(sink.isTTY).toBe(false);
    expect(open).not.toHaveBeenCalled();
    expect(readFileSync(path, 'utf8')).toBe(name === 'output' ? '✔ compliant\n' : '');
  });

  it.each([
    ['/dev/zero', () => openSync('/dev/zero', 'r')],
    ['a descriptor that is not open', () => 9999],
  ])('leaves %s to the stream', (_name, descriptor) => {
    const fake = stream();
    expect(outputTo(descriptor(), opened(fake))).toBe(fake);
  });

  it('leaves what a pipe does not take at once to the stream', () => {
    vi.mocked(writeSync).mockReturnValueOnce(1).mockImplementationOnce(failing('EAGAIN'));
    const fake = stream();
    outputTo(openSync(join(folder, 'pipe'), 'w'), opened(fake)).write('text');
    expect(Buffer.from(fake.write.mock.calls[0]?.[0]).toString()).toBe('ext');
  });

  it('survives a reader that leaves early, and no other trouble', () => {
    const sink = outputTo(openSync(join(folder, 'pipe'), 'w'), opened(stream()));
    vi.mocked(writeSync).mockImplementationOnce(failing('EPIPE'));
    expect(() => sink.write('text')).not.toThrow();
    vi.mocked(writeSync).mockImplementationOnce(failing('ENOSPC'));
    expect(() => sink.write('text')).toThrow('ENOSPC');
  });
});
