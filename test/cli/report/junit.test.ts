import { readFileSync } from 'node:fs';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { afterAll, describe, expect, it } from 'vitest';
import { junit as report } from '../../../src/cli/report/junit.js';
import {
  absent,
  compliant,
  context,
  exempted,
  finding,
  hostile,
  local,
  results,
  suppressed,
  undetermined,
} from './samples.js';

const outline = (xml: string) =>
  [...xml.matchAll(/<(testsuites?|testcase|failure|skipped|error|system-out)\b([^>]*)>/g)].map(
    ([, name, attributes]) =>
      `${name}${attributes?.match(/ (?:tests|failures|errors|skipped)="\d+"/g)?.join('') ?? ''}`,
  );

const schema = XmlDocument.fromString(readFileSync(new URL('junit.xsd', import.meta.url), 'utf8'));
const validator = XsdValidator.fromDoc(schema);
afterAll(() => {
  validator.dispose();
  schema.dispose();
});

/** The report, valid under its schema. */
function junit(...call: Parameters<typeof report>): string {
  const xml = report(...call);
  const document = XmlDocument.fromString(xml);
  validator.validate(document);
  document.dispose();
  return xml;
}

describe('JUnit', () => {
  it('has a suite for each file and a case for each configuration', () => {
    const findings = [finding(), compliant, undetermined, local, exempted, suppressed, absent].map(
      (each, index) => ({
        ...each,
        file: index < 3 ? 'a.yaml' : 'b.yaml',
      }),
    );
    const problems = [
      { file: 'b.yaml', line: 3, column: 9, message: 'not valid' },
      { file: 'c.yaml', message: 'gone' },
    ];
    const xml = junit(results(findings, { problems }), context);
    expect(outline(xml)).toEqual([
      'testsuites tests="9" failures="1" errors="2"',
      'testsuite tests="3" failures="1" errors="0" skipped="1"',
      ...['testcase', 'failure', 'testcase', 'testcase', 'skipped'],
      'testsuite tests="5" failures="0" errors="1" skipped="4"',
      ...['testcase', 'skipped', 'testcase', 'skipped', 'testcase', 'skipped', 'testcase', 'skipped'],
      ...['testcase', 'error'],
      'testsuite tests="1" failures="0" errors="1" skipped="0"',
      ...['testcase', 'error'],
    ]);
    expect(xml).toContain(
      '<failure type="keyAbsent" message="It has no key.">a.yaml:4:5\nIt has no key.\nAdd:',
    );
    expect(xml).toContain('<error type="unreadable" message="not valid (line 3, column 9)"/>');
    expect(xml).toContain('<error type="unreadable" message="gone"/>');
  });

  it.each([
    [undefined, 'c.yaml', 'the file can be judged'],
    ['accounts', 'account 111122223333', 'everything can be read'],
  ])('names the case of what could not be read, for %s', (unit, file, name) => {
    const xml = junit(results([], { problems: [{ file, message: 'gone' }] }), { ...context, unit });
    expect(xml).toContain(`<testcase name="${name}" classname="${file}">`);
  });

  it('fails what is undetermined, where that is asked for', () => {
    const xml = junit(results([undetermined]), { ...context, strict: true });
    expect(outline(xml)[0]).toBe('testsuites tests="1" failures="1" errors="0"');
  });

  it('says on which defaults a verdict rests', () => {
    const xml = junit(results([{ ...compliant, restsOnDefaults: ['Key'] }]), context);
    expect(xml).toContain(
      'The verdict depends on the default of parameter Key: another value may change it.</system-out>',
    );
  });

  it('has a schema that refuses what Jenkins refuses', () => {
    const lines = junit(results([finding()]), context).replace('<testcase ', '<testcase line="4" ');
    const document = XmlDocument.fromString(lines);
    expect(() => validator.validate(document)).toThrow(/line/);
    document.dispose();
  });

  it('is valid without a finding, and with a policy and a default', () => {
    junit(results([]), context);
    const named = junit(results([{ ...compliant, restsOnDefaults: ['Key'] }]), {
      ...context,
      policyFile: 'p.yaml',
    });
    expect(named).toContain('<property name="policy" value="p.yaml"/>');
  });

  it('stays well-formed whatever the texts are', () => {
    const xml = junit(
      results([finding({ message: hostile, remediation: hostile, file: hostile, logicalId: hostile })]),
      context,
    );
    expect(xml).toContain(
      "&lt;![CDATA[ ]]&gt; &amp; &quot;'\ufffd\ufffd[31m\ufffd %0A::error::&#13;&#10;, \ufffd \ufffd \u202e",
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot hold
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
  });
});
