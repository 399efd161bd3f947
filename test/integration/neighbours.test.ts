/** The rule held against other checkers of the same property; `npm run comparison` writes what comes out as a page. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cfnGuard } from '../../bench/cfn-guard.mjs';
import { checkTemplate, TemplateError, type Verdict } from '../../src/index.js';
import { cases, type Outcome } from './neighbours/cases.js';
import { agreement, dissenters, page, type Row } from './neighbours/page.js';
import { root, run } from './tools.js';

const here = join(root, 'test/integration/neighbours');
const folder = mkdtempSync(join(tmpdir(), 'kms-guard-neighbours-'));
const command = cfnGuard(folder, readFileSync(join(here, 'has-key.guard'), 'utf8'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const outcomes: Readonly<Record<Verdict, Outcome>> = {
  compliant: 'passes',
  exempt: 'passes',
  notApplicable: 'passes',
  undetermined: 'open',
  nonCompliant: 'refused',
};

/** What a template's configurations come to together. */
async function ours(text: string): Promise<Outcome> {
  try {
    const found = new Set((await checkTemplate(text)).map(({ verdict }) => outcomes[verdict]));
    return (['refused', 'open'] as const).find((outcome) => found.has(outcome)) ?? 'passes';
  } catch (error) {
    if (error instanceof TemplateError) return 'unreadable';
    throw error;
  }
}

/** SKIP, where no configuration is found, lets a deployment through like PASS. */
async function cfnGuardOn(path: string): Promise<Outcome> {
  const [binary, ...options] = command(path);
  const { stdout, stderr } = await run(binary, [...options, '--structured', '-o', 'json']);
  const status = /"status": "(PASS|SKIP|FAIL)"/.exec(stdout)?.[1];
  expect(status, stdout + stderr).toBeDefined();
  return status === 'FAIL' ? 'refused' : 'passes';
}

describe('beside other checkers', () => {
  let rows: readonly Row[] = [];
  beforeAll(async () => {
    rows = await Promise.all(
      cases.map(async (each) => {
        const path = join(here, each.file);
        return { ...each, ours: await ours(readFileSync(path, 'utf8')), cfnGuard: await cfnGuardOn(path) };
      }),
    );
    for (const line of agreement(rows)) console.log(`comparison: ${line}`);
    for (const row of rows.filter(({ why }) => why)) {
      const others = dissenters(row).map((peer) => `${peer} ${row[peer]}`);
      console.log(`comparison: ${row.file}: ${row.ours} here, ${others.join(', ')}: ${row.why}`);
    }
  });

  it('every template is compared', () => {
    const templates = readdirSync(here, { recursive: true, encoding: 'utf8' });
    const files = templates.filter((name) => /\/.*\.(yaml|json)$/.test(name));
    expect(cases.map(({ file }) => file).toSorted()).toEqual(files.toSorted());
  });

  it('every disagreement has its reason, and nothing else has one', () => {
    const different = rows.filter((row) => dissenters(row).length > 0).map(({ file }) => file);
    expect(rows.filter(({ why }) => why).map(({ file }) => file)).toEqual(different);
  });

  it('docs/comparison.md says what comes out', async () => {
    await expect(page(rows)).toMatchFileSnapshot(join(root, 'docs/comparison.md'));
  });
});
