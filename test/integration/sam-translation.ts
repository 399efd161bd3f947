/** What SAM's own translator, at the version that is pinned, makes of templates. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { run, tool } from './tools.js';

export interface Resource {
  readonly Type: string;
  readonly Metadata?: unknown;
  readonly Properties: Readonly<Record<string, unknown>>;
}
export interface Template {
  readonly Parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** One translation a line of the input; a place in S3 stands in for the local code, as `sam package` writes it. */
const script = `
import json, sys
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

class ManagedPolicies:
    def load(self):
        return {}

def translated(job):
    template = yaml_parse(job['source'])
    template['Resources']['GuardFunction']['Properties']['CodeUri'] = job['code']
    return transform(template, job['parameters'], ManagedPolicies())

json.dump([translated(job) for job in json.load(open(sys.argv[1]))], sys.stdout)
`;

export interface Job {
  readonly source: string;
  readonly code?: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Translates each of the templates. */
export async function translate(jobs: readonly Job[]): Promise<Template[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kms-guard-translation-'));
  try {
    const file = join(folder, 'jobs.json');
    const complete = jobs.map((job) => ({ code: 's3://bucket/key', parameters: {}, ...job }));
    writeFileSync(file, JSON.stringify(complete));
    const { status, stdout, stderr } = await run(tool('python'), ['-c', script, file]);
    expect(status, stderr).toBe(0);
    return JSON.parse(stdout) as Template[];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
