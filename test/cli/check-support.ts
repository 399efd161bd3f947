import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { ExitCode, Io } from '../../src/cli/command.js';
import { main } from '../../src/cli/main.js';

export const now = new Date('2026-11-24T12:00:00Z');

/** A folder with these files, gone when the test is over. */
export function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'kms-guard-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
    writeFileSync(path, content, { mode: 0o644 });
  }
  return folder;
}

export interface Ran {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `kms-guard check` as the program does. */
export async function check(argv: readonly string[], cwd: string, outside: Partial<Io> = {}): Promise<Ran> {
  const written = { stdout: '', stderr: '' };
  const io: Io = {
    stdin: Readable.from([]),
    stdout: { write: (text: string) => (written.stdout += text) },
    stderr: { write: (text: string) => (written.stderr += text) },
    env: {},
    cwd,
    now: () => now,
    ...outside,
  };
  const code = await main(['check', ...argv], io);
  return { code, ...written };
}

/** What standard error has but for the lines of files: one line for each trouble. */
export function diagnostics({ stderr }: { readonly stderr: string }): string[] {
  return stderr.split('\n').filter((line) => /^\w/.test(line));
}

/** A result as the JSON report has it. */
export interface Result {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly logicalId: string;
  readonly verdict: string;
  readonly reason: string;
  readonly message: string;
  readonly remediation: string;
  readonly constructPath?: string;
  readonly nestedIn?: string;
  readonly restsOnDefaults?: readonly string[];
  readonly account?: string;
  readonly region?: string;
  readonly stack?: string;
}

export interface Report {
  readonly results: readonly Result[];
  readonly summary: Readonly<Record<string, number>>;
  readonly errors: readonly { readonly file: string; readonly line?: number; readonly message: string }[];
}

export async function checkJson(
  argv: readonly string[],
  cwd: string,
  outside: Partial<Io> = {},
): Promise<Ran & Report> {
  const ran = await check([...argv, '--format', 'json'], cwd, outside);
  const report =
    ran.stdout === '' ? { results: [], summary: {}, errors: [] } : (JSON.parse(ran.stdout) as Report);
  return { ...ran, ...report };
}

/** `file:line:column logicalId verdict reason`, as tables in tests spell it. */
export function places({ results }: Report): string[] {
  return results.map(
    ({ file, line, column, logicalId, verdict, reason }) =>
      `${file}:${line}:${column} ${logicalId} ${verdict} ${reason}`,
  );
}

/** A template with one endpoint configuration. */
export function template(properties = '', { id = 'Config', head = '', meta = '' } = {}): string {
  const lines = properties === '' ? [] : properties.split('\n');
  return [
    ...(head === '' ? [] : [head]),
    'Resources:',
    `  ${id}:`,
    '    Type: AWS::SageMaker::EndpointConfig',
    ...(meta === '' ? [] : [`    Metadata: ${meta}`]),
    '    Properties:',
    ...lines.map((line) => `      ${line}`),
    '      ProductionVariants:',
    '        - {ModelName: m, VariantName: main, InstanceType: ml.m5.large, InitialInstanceCount: 1}',
    '',
  ].join('\n');
}
