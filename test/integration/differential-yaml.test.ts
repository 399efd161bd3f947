/** Texts of YAML that PyYAML and ours must read alike. */

import { describe, expect, it } from 'vitest';
import { AmbiguousScalar, memberOf, readTemplate } from '../../src/template/index.js';
import { ask, isRefusal } from './engines.js';

/** Scalars and spellings on which YAML 1.1 and its successor, or the library and others, do not always agree. */
const spellings = [
  ...'yes No on OFF y N TRUE tRue ~ null NULL nUl 010 0b1 0x1F 1_000 08 09 012345678901 +1 1.5e+3 2001-01-01'.split(
    ' ',
  ),
  ...[
    '!!str 010',
    '!!null x',
    '!Sub 010',
    '!Ref x',
    '!<!Ref> a',
    '!GetAtt a.b.c',
    '!GetAtt [a, b]',
    '!Foo {a: b}',
  ],
  ...[
    '|\n      a\n     b\n',
    '>-\n    a\n\n    b',
    '"a\\\n     b"',
    "'it''s\n\n     so'",
    '"\\x41\\u0042\\U00000043\\/"',
  ],
  ...[
    '{a: b,\n      c: [d, e,]}',
    '&a x\n  B: *a',
    '&k !Ref x\n  B: *k',
    '\n    ? a\n    : b',
    '<<',
    '{"a":b}',
    'a#b',
    'a: # b',
  ],
  ...[
    'a\r  B: b',
    'a\u2028  B: b',
    'a\u0085  B: b',
    'a\r\n  B: b',
    '# c\u2028  B: b',
    '!If [C, {a: b}, !Ref AWS::NoValue]',
  ],
];

describe('the reading of YAML', () => {
  it('comes to what PyYAML makes of it', async () => {
    const texts = [
      ...spellings.map((value) => `Resources:\n  A: ${value}\n`),
      '%TAG !r! !\n---\nResources:\n  A: !r!Ref b\n',
      '%YAML 1.2\n---\nResources:\n  A: yes\n',
      'Resources:\n  &k A: 1\n  B: {*k : 2}\n',
      'Resources: {A: 1}\nResources: {A: 2, A: 3}\n',
      'Resources:\n  A: "one\ntwo"\n  B: \'three\n  four\'\n',
      'Resources:\n  A: [\none, {\n"two": "}"}\n]\n  B: 1\n',
      "Resources:\n  A: {\n# }\n  one: it's}\n  B: 1\n",
      'Resources:\n  A:\n    - "one \\"\n two"\n    - B: [\n3]\n',
      'Resources:\n  A: "one\n  B: 1\n',
      'Resources:\n  A: [one\n  B: 1\n',
    ];
    const answers = await ask(
      'pyyaml',
      texts.map((yaml) => ({ yaml })),
    );
    const readings = await Promise.all(
      texts.map(async (yaml) => {
        try {
          return { root: (await readTemplate(yaml, '')).root };
        } catch (error) {
          return { error };
        }
      }),
    );
    const ambiguous: string[] = [];
    for (const [index, theirs] of answers.entries()) {
      const reading = readings[index];
      const value = reading && 'root' in reading ? memberOf(reading.root['Resources'], 'A') : undefined;
      // Where readers differ the text is kept as it is written, and no reader's meaning is taken.
      if (value instanceof AmbiguousScalar) {
        expect(value.written).toBe(spellings[index]);
        ambiguous.push(value.written);
      } else expect(reading, texts[index]).toEqual(isRefusal(theirs) ? { error: expect.anything() } : theirs);
    }
    expect(ambiguous).toEqual([
      'y',
      'N',
      '010',
      '0b1',
      '0x1F',
      '1_000',
      '08',
      '09',
      '012345678901',
      '+1',
      '1.5e+3',
    ]);
  });
});
