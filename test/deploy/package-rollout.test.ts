import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import pkg from '../../package.json' with { type: 'json' };
import { packageTemplate, readTemplate } from '../../scripts/package.mjs';
import { permissions } from '../../src/cli/hook/permissions.js';
import { parsePolicy } from '../../src/decision/index.js';
import { root, source } from './sam-template.js';

const page = ['rollout', 'costs', 'permissions'].map((name) => fileText(`docs/${name}.md`)).join('\n');

function matches(pattern: RegExp): string[] {
  return [...page.matchAll(pattern)].map(([, found]) => String(found).trim());
}

/** Fenced blocks of a language, lines that go on joined. */
function blocks(language: string): string[] {
  const fence = new RegExp(`^ *\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\``, 'gm');
  return matches(fence).map((block) => block.replace(/\\\n\s*/g, ''));
}

describe('the guides to rolling it out', () => {
  it.each(blocks('sh').flatMap((block) => block.match(/^aws cloudformation deploy .*/gm) ?? []))(
    '%s gives parameters that the template has',
    (line) => {
      const [, file = ''] = /--template-file (\S+)/.exec(line) ?? [];
      const text = file === 'dist/guard.template.json' ? packageTemplate(source, 'code') : fileText(file);
      const { Parameters } = readTemplate(text) as {
        Parameters: Record<string, { AllowedValues?: string[] }>;
      };
      const given = [...line.matchAll(/ ([A-Z]\w+)=(\S+)/g)];
      expect(given.length).toBeGreaterThan(0);
      for (const [, name = '', value] of given) {
        expect(Parameters).toHaveProperty([name]);
        expect(Parameters[name]?.AllowedValues ?? [value]).toContain(value);
      }
    },
  );

  it('gives the role of the audit parameters that it has', () => {
    const { Parameters } = readTemplate(fileText('deploy/audit-role.yaml')) as { Parameters: object };
    const line = blocks('sh').find((block) => block.includes('file://deploy/audit-role.yaml')) ?? '';
    const given = [...line.matchAll(/ParameterKey=(\w+),/g)].map(([, name]) => name);
    expect(given).toEqual(['TrustedAccountId', 'ExternalId']);
    for (const name of given) expect(Parameters).toHaveProperty([String(name)]);
  });

  /** The operations of each row of the table of permissions, by the commands of that row. */
  const rows = [...page.matchAll(/^\| (`(?:audit|hook )[^|]*) \| ([^|]*) \| (?:audit|operator) \|$/gm)].map(
    ([, which = '', cell = '']) => ({
      which,
      operations: [...cell.matchAll(/([A-Z]\w+)`/g)].map(([, name]) => name),
    }),
  );
  const operations = (actions: readonly string[]) => actions.map((action) => action.split(':')[1]).sort();

  it.each(Object.entries(permissions))('says what hook %s needs, as its help does', (name, actions) => {
    const [row, ...others] = rows.filter(({ which }) => which.includes(`\`hook ${name}\``));
    expect(others).toEqual([]);
    expect(row?.operations.sort()).toEqual(operations(actions));
  });

  it('says what an audit needs, as its policy does', () => {
    const { Statement } = JSON.parse(fileText('deploy/audit-policy.json')) as {
      Statement: { Action: string[] }[];
    };
    const said = rows.filter(({ which }) => which.startsWith('`audit')).flatMap((row) => row.operations);
    expect(said.sort()).toEqual(operations(Statement.flatMap(({ Action }) => Action)));
  });

  it.each(blocks('sh'))('has commands that a shell can read: %s', (block) => {
    expect(() => execFileSync('bash', ['-nc', block])).not.toThrow();
  });

  it.each(blocks('yaml'))('has a policy that is valid: %s', async (text) => {
    expect(await parsePolicy(text, 'docs/rollout.md')).toHaveProperty('exemptions');
  });

  it.each(matches(/npm run ([\w:]+)/g))('npm run %s is there', (script) => {
    expect(pkg.scripts).toHaveProperty([script]);
  });

  it.each(matches(/`(deploy\/[\w.-]+)`/g))('%s is there', (file) => {
    expect(existsSync(join(root, file))).toBe(true);
  });

  it('has a sum that is the sum of its rows', () => {
    const rows = matches(/^\| [^*|]+ \| .*[$].* \| (?:up to )?([\d.,]+) \|$/gm).map(Number);
    const sum = rows.reduce((total, row) => total + row, 0);
    const [together = ''] = matches(/^\| \*\*together\*\* \| \| \*\*up to ([\d.,]+)\*\* \|$/gm);
    expect(rows).toHaveLength(7);
    expect(Number(together.replace(',', ''))).toBeCloseTo(sum, 2);
  });

  it('leaves the dashboard out where it says so', () => {
    const { Resources, Outputs } = readTemplate(source) as Record<string, Record<string, unknown>>;
    expect(Resources?.VerdictsDashboard).toHaveProperty('Condition', 'DashboardWanted');
    expect(Outputs?.DashboardUrl).toHaveProperty('Condition', 'DashboardWanted');
  });
});

function fileText(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
