import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { memberOf, readTemplate } from '../../src/template/index.js';
import { simulate } from './simulate-support.js';

const folder = 'test/templates';

/** What a deployment comes to, by the verdict that `check` has on the template. */
const codes = { compliant: 0, notApplicable: 0, exempt: 0, nonCompliant: 1 } as const;

/** The hook does not see a resource's Metadata, so that a suppression does not get past it. */
const suppressed = /^suppressed/;

describe.each(Object.entries(codes))('a template that is %s', (verdict, code) => {
  test.each(readdirSync(join(folder, verdict)))('%s', async (name) => {
    const text = readFileSync(join(folder, verdict, name), 'utf8');
    const { parameters } = await readTemplate(text, '');
    const given = Object.entries(parameters)
      .filter(([, declaration]) => memberOf(declaration, 'Default') === undefined)
      .flatMap(([parameter, declaration]) => {
        const [value = 'alias/given'] = [memberOf(declaration, 'AllowedValues')].flat();
        return ['--parameter', `${parameter}=${value}`];
      });
    const ran = await simulate({ [name]: text }, [name, '--target', 'RESOURCE', ...given]);
    expect(ran.code).toBe(suppressed.test(name) ? 1 : code);
  });
});
