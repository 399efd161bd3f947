import { existsSync, readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import pkg from '../package.json' with { type: 'json' };
import { policyJsonSchema } from '../scripts/policy-schema.js';
import { parsePolicy } from '../src/decision/index.js';
import { defaultPolicy, policyMeanings } from '../src/decision/policy.js';

const readme = readFileSync('README.md', 'utf8');
const policyPage = readFileSync('docs/policy.md', 'utf8');

describe('README', () => {
  it('leads to a page that has the policy as the code has it', () => {
    const rows = [...policyPage.matchAll(/^\| `(\w+)` \| `(.+?)` \| (.+) \|$/gm)].map(
      ([, name, value, meaning]) => [name, value, meaning],
    );
    const members = Object.entries(policyMeanings).map(([name, meaning]) => {
      const value = defaultPolicy[name as keyof typeof policyMeanings];
      return [name, typeof value === 'string' ? value : JSON.stringify(value), meaning];
    });
    expect(rows).toEqual(members);
  });

  it('has an example of a policy that can be used, with the schema that editors find in the package', async () => {
    const [, schema = '', example = ''] =
      /^```yaml\n# yaml-language-server: \$schema=node_modules\/endpoint-kms-guard\/(\S+)\n(.+?)^```$/ms.exec(
        readme,
      ) ?? [];
    expect(Object.values(pkg.exports)).toContain(`./${schema}`);
    const document = await parsePolicy(example, 'README.md');
    expect(Object.keys(document)).toContain('exemptions');
    const validate = new Ajv({ strict: false }).compile(policyJsonSchema() as object);
    expect([validate(document), validate.errors]).toEqual([true, null]);
  });

  const examples = [...policyPage.matchAll(/^```yaml\n(.+?)^```$/gms)].map(([, text]) => String(text));
  it.each(examples.filter((text) => !text.startsWith('KmsKeyId')))('policy %#: can be used', async (text) => {
    expect(Object.keys(await parsePolicy(text, 'docs/policy.md'))).not.toEqual([]);
  });

  it('begins with the two commands that set everything up', () => {
    const [first, second] = [...readme.matchAll(/^npm .+$/gm)].map(([line]) => line.split('#')[0]?.trim());
    expect([first, second]).toEqual(['npm ci && npm start', 'npm ci && npm test']);
  });

  it.each([...readme.matchAll(/npm run ([\w:]+)/g)].map(([, script]) => script))(
    'npm run %s is there',
    (script) => {
      expect(pkg.scripts).toHaveProperty([String(script)]);
    },
  );

  it.each([...readme.matchAll(/\]\(((?!https?:)[^)#]+)\)/g)].map(([, path]) => path))(
    'links to %s, which is there',
    (path) => {
      expect(existsSync(String(path))).toBe(true);
    },
  );

  it.each([...readme.matchAll(/\b(events\/\S+?\.json)/g)].map(([, path]) => path))(
    'names %s, which is there',
    (path) => {
      expect(existsSync(String(path))).toBe(true);
    },
  );
});
