/** Templates resolved by SAM CLI's language extensions and by ours must come to the same endpoint configurations. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AmbiguousScalar,
  memberOf,
  NoValue,
  readTemplate,
  resourcesOfType,
  Unknown,
  type Value,
} from '../../src/template/index.js';
import { quirkOf } from './differential-quirks.js';
import { type Case, cases } from './differential-templates.js';
import { root, run, tool } from './tools.js';

const TYPE = 'AWS::SageMaker::EndpointConfig';
const pseudo = {
  region: 'eu-west-1',
  accountId: '111122223333',
  stackName: 'models',
  stackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/models/1',
};

type Theirs = { readonly error: string } | { readonly resources: Readonly<Record<string, Resource>> };
interface Resource {
  readonly Type: string;
  readonly Properties: unknown;
}

/** One answer for each question, in order. */
async function ask<T>(questions: readonly object[]): Promise<readonly T[]> {
  const stdin = questions.map((question) => JSON.stringify(question)).join('\n');
  const ended = await run(tool('python'), [`${root}/test/integration/differential.py`], { stdin });
  const answers = ended.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
  expect(answers.length, ended.stderr).toBe(questions.length);
  return answers;
}

async function ours({ template, parameters }: Case): Promise<Record<string, unknown>> {
  const context = { parameters: { values: parameters, useDefaults: false }, pseudo };
  const found: Record<string, unknown> = {};
  for (const view of resourcesOfType(await readTemplate(JSON.stringify(template), TYPE), TYPE, context)) {
    const alternatives = [...view.alternatives()];
    expect(alternatives, 'everything is given').toHaveLength(1);
    for (const { exists, properties } of alternatives) if (exists) found[view.logicalId] = plain(properties);
  }
  return found;
}

function plain(value: Value | undefined): unknown {
  if (value instanceof Unknown) return `<unknown: ${value.reason}>`;
  if (Array.isArray(value)) return value.filter((item) => item !== NoValue).map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== NoValue)
      .map(([key, item]) => [key, plain(item)]),
  );
}

function configs(resources: Readonly<Record<string, Resource>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(resources)
      .filter(([, { Type }]) => Type === TYPE)
      .map(([id, { Properties }]) => [id, Properties]),
  );
}

describe('the evaluation of a template', () => {
  it('comes to what SAM CLI makes of it', async () => {
    const generated = fc.sample(cases, { numRuns: 1500, seed: 20261124 });
    const answers = await ask<Theirs>(generated);
    let compared = 0;
    for (const [index, theirs] of answers.entries()) {
      const mine = generated[index];
      if (!mine || 'error' in theirs || quirkOf(mine.template)) continue;
      compared++;
      expect(await ours(mine), JSON.stringify(mine)).toEqual(configs(theirs.resources));
    }
    // What they refuse is not compared; it must not be the rule.
    expect(compared).toBeGreaterThan(generated.length / 2);
  });
});

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
    const answers = await ask<unknown>(texts.map((yaml) => ({ yaml })));
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
      const refused = typeof theirs === 'object' && theirs !== null && 'error' in theirs;
      const reading = readings[index];
      const value = reading && 'root' in reading ? memberOf(reading.root['Resources'], 'A') : undefined;
      // Where readers differ the text is kept as it is written, and no reader's meaning is taken.
      if (value instanceof AmbiguousScalar) {
        expect(value.written).toBe(spellings[index]);
        ambiguous.push(value.written);
      } else expect(reading, texts[index]).toEqual(refused ? { error: expect.anything() } : theirs);
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
