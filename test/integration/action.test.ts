/** action.yml: its steps run as the runner would run them, with the packed tool. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { pack } from './packed.js';
import { root, run } from './tools.js';

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
}
interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const text = readFileSync(join(root, 'action.yml'), 'utf8');
const action: Action = parse(text);

let tarball: string;
let workspace: string;
beforeAll(async () => {
  tarball = (await pack()).tarball;
});
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
});
afterEach(() => rmSync(workspace, { recursive: true, force: true }));

function write(name: string, content: string): void {
  mkdirSync(dirname(join(workspace, name)), { recursive: true });
  writeFileSync(join(workspace, name), content);
}

/** What a run of the action comes to: its log, its outputs, and what its other actions were given. */
interface Outcome {
  readonly status: number;
  readonly log: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly used: readonly { readonly uses: string; readonly with: Readonly<Record<string, string>> }[];
}

async function play(given: Readonly<Record<string, string>>): Promise<Outcome> {
  const inputs = Object.fromEntries(
    Object.entries(action.inputs).map(([name, { default: value = '' }]) => [name, value]),
  );
  const values: Record<string, string> = { 'github.action_path': root };
  for (const [name, value] of Object.entries({ ...inputs, package: tarball, ...given }))
    values[`inputs.${name}`] = value;
  const fill = (source: string) =>
    source.replace(/\$\{\{ ([\w.-]+) \}\}/g, (_all, name: string) => {
      if (!(name in values)) throw new Error(`action.yml refers to ${name}`);
      return values[name] ?? '';
    });
  const files = mkdtempSync(join(tmpdir(), 'runner-'));
  const [output, summary, script] = ['output', 'summary', 'script.sh'].map((name) => join(files, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(summary, '');
  let log = '';
  let status = 0;
  const used: Outcome['used'][number][] = [];
  for (const step of action.runs.steps) {
    if (step.if !== undefined) {
      const [, name = '', value] = /^([\w.-]+) == '(\w+)'$/.exec(step.if) ?? [];
      if (values[name] !== value) continue;
    }
    if (step.uses !== undefined) {
      used.push({
        uses: step.uses,
        with: Object.fromEntries(Object.entries(step.with ?? {}).map(([k, v]) => [k, fill(v)])),
      });
      continue;
    }
    writeFileSync(script, step.run ?? '');
    writeFileSync(output, '');
    const env = Object.fromEntries(
      Object.entries(step.env ?? {}).map(([name, value]) => [name, fill(value)]),
    );
    const ended = await run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
      cwd: workspace,
      env: { ...env, GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary },
    });
    log += ended.stdout + ended.stderr;
    for (const line of readFileSync(output, 'utf8').split('\n').filter(Boolean)) {
      const at = line.indexOf('=');
      values[`steps.${step.id}.outputs.${line.slice(0, at)}`] = line.slice(at + 1);
    }
    if (ended.status !== 0) {
      status = ended.status ?? -1;
      break;
    }
  }
  const outputs = Object.fromEntries(
    Object.entries(action.outputs).map(([name, { value }]) => [name, values[value.slice(4, -3)] ?? '']),
  );
  const told = readFileSync(summary, 'utf8');
  rmSync(files, { recursive: true });
  return { status, log, summary: told, outputs, used };
}

const template = (properties: string) =>
  `Parameters: {Key: {Type: String}}\nResources:\n  Config:\n    Type: AWS::SageMaker::EndpointConfig\n    Properties: ${properties}\n`;
const sarif = (name = 'kms-guard.sarif') => JSON.parse(readFileSync(join(workspace, name), 'utf8'));

describe('the action', () => {
  test('uploads the report of what is non-compliant, and fails after that', async () => {
    write('a.yaml', template('{}'));
    const { status, log, summary, outputs, used } = await play({});
    expect(status).toBe(1);
    expect(outputs).toEqual({ 'exit-code': '1', 'sarif-file': 'kms-guard.sarif' });
    expect(used).toEqual([
      {
        uses: expect.stringMatching(/^github\/codeql-action\/upload-sarif@/),
        with: { sarif_file: 'kms-guard.sarif', category: 'kms-guard' },
      },
    ]);
    expect(sarif().runs[0].results).toHaveLength(1);
    expect(log).toContain('has no KmsKeyId');
    expect(summary).toMatch(/^### Endpoint KMS Guard\n\n {4}[\s\S]*has no KmsKeyId/);
  });

  test('goes through where everything is compliant', async () => {
    write('a.yaml', template('{KmsKeyId: alias/a}'));
    const { status, outputs, used } = await play({});
    expect({ status, outputs, uses: used.length }).toEqual({
      status: 0,
      outputs: { 'exit-code': '0', 'sarif-file': 'kms-guard.sarif' },
      uses: 1,
    });
  });

  test('makes annotations where nothing is uploaded', async () => {
    write('a.yaml', template('{}'));
    const { status, log, used } = await play({ upload: 'false' });
    expect({ status, used }).toEqual({ status: 1, used: [] });
    expect(log).toMatch(/^::error file=a\.yaml,line=5/m);
  });

  test('stops at what cannot be judged', async () => {
    write('a.yaml', 'Resources: [');
    const { status, log, used, outputs } = await play({ paths: 'a.yaml' });
    expect({ status, used }).toEqual({ status: 2, used: [] });
    expect(outputs).toEqual({ 'exit-code': '', 'sarif-file': '' });
    expect(log).toContain('a.yaml:1');
  });

  test('passes every input on', async () => {
    write('in/a b.yaml', template('{KmsKeyId: !Ref Key}'));
    write('in/c.yaml', template('{KmsKeyId: !Ref Key}'));
    write('out/d.yaml', template('{}'));
    write('policy.yaml', 'allowedKeys: [alias/mine]\n');
    write('values.json', '{"Parameters": {"Key": "alias/mine"}}');
    const given = {
      paths: 'in/a b.yaml\n\nin/c.yaml\n',
      policy: 'policy.yaml',
      'sarif-file': 'the report.sarif',
    };
    const byFile = await play({
      ...given,
      'parameters-file': 'values.json',
      region: 'eu-west-1',
      account: '123456789012',
    });
    expect(byFile).toMatchObject({ status: 0, outputs: { 'sarif-file': 'the report.sarif' } });
    expect(sarif('the report.sarif').runs[0].results).toEqual([]);
    expect(await play({ ...given, parameters: 'Key=alias/other' })).toMatchObject({ status: 1 });
    // Without its value the parameter decides nothing: only the strict call fails.
    expect(await play(given)).toMatchObject({ status: 0 });
    expect(await play({ ...given, strict: 'true' })).toMatchObject({ status: 1 });
    expect((await play({ ...given, region: 'nowhere' })).log).toContain('--region must be');
    expect((await play({ ...given, account: '1' })).log).toContain('--account must be');
  });

  test('takes no input for a command or an option', async () => {
    write('a.yaml', template('{KmsKeyId: alias/a}'));
    const mark = join(workspace, 'ran');
    for (const [name, value] of [
      ['paths', `$(touch ${mark})`],
      ['paths', `"; touch ${mark}; "`],
      ['paths', '--help'],
      ['policy', `\`touch ${mark}\``],
      ['parameters', `A=$(touch ${mark})`],
      ['sarif-file', `$(touch ${mark})/x`],
      ['strict', `true; touch ${mark}`],
    ] as const) {
      const { status, log } = await play({ paths: 'a.yaml', [name]: value });
      expect({ name, value, passed: status === 0 }).toEqual({ name, value, passed: name === 'strict' });
      expect(log).not.toContain('Usage:');
    }
    expect(existsSync(mark)).toBe(false);
  });

  test('lets no template give commands to the runner', async () => {
    write('a.yaml', `${template('{}')}# x\n`.replace('Type: AWS', '\n::set-output name=a::b\n    Type: AWS'));
    write('b.yaml', template('{ # ::add-mask::KmsKeyId\n    }'));
    const { log } = await play({});
    const [, token = ''] = /^::stop-commands::([\w-]{36})$/m.exec(log) ?? [];
    expect(token).not.toBe('');
    const [inside = ''] = log.split(`::stop-commands::${token}\n`)[1]?.split(`::${token}::`) ?? [];
    expect(inside).toContain('b.yaml');
    expect(log.replace(inside, '')).not.toMatch(/^::(?:set-output|add-mask)/m);
  });
});

describe('action.yml', () => {
  const scripts = action.runs.steps.filter((step) => step.run !== undefined);

  test('fills nothing into a script', () => {
    for (const { run: script, shell } of scripts) {
      expect(script).not.toContain('${{');
      expect(shell).toBe('bash');
    }
  });

  test('uses and describes every input', () => {
    for (const [name, { description }] of Object.entries(action.inputs)) {
      expect(text.split(`inputs.${name}`).length).toBeGreaterThan(1);
      expect(description).not.toBe('');
    }
  });

  test('runs its own version where no package is named', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'npx-'));
    const fake = '#!/bin/sh\nfor each; do case "$each" in --package=*) echo "$each";; esac; done\nexit 0\n';
    writeFileSync(join(folder, 'npx'), fake, { mode: 0o755 });
    const path = process.env['PATH'];
    process.env['PATH'] = `${folder}:${path}`;
    try {
      const { log } = await play({ package: '' });
      const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
      expect(log).toContain(`--package=endpoint-kms-guard@${version}\n`);
    } finally {
      process.env['PATH'] = path;
    }
  });
});
