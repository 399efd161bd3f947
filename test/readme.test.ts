import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import pkg from '../package.json' with { type: 'json' };
import { policyMembers } from '../src/decision/index.js';

const readme = readFileSync('README.md', 'utf8');

describe('README', () => {
  it('has the policy as the code has it', () => {
    const rows = [...readme.matchAll(/^\| `(\w+)` \| `(.+?)` \| (.+) \|$/gm)].map(
      ([, name, value, meaning]) => [name, value, meaning],
    );
    const members = Object.values(policyMembers).map((member) => [
      member.name,
      typeof member.default === 'string' ? member.default : JSON.stringify(member.default),
      member.meaning,
    ]);
    expect(rows).toEqual(members);
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
