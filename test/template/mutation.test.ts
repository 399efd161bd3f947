/** Templates with random mistakes and oddities in them: short cuts must not change what is found. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeTemplate, mayDeclare, TemplateError } from '../../src/template/index.js';
import { TYPE, views } from './evaluate/scenarios.js';

/** More than 64 K characters, so that only an outline is parsed. */
const padding = `\n${`# ${'-'.repeat(120)}\n`.repeat(600)}`;

const body = fc.constantFrom(
  `Type: ${TYPE}`,
  'Type: Other',
  'Type: "Test::\\\n      Thing"',
  `? Type\n    : ${TYPE}`,
  `Properties: {V: 1}\n    Type: ${TYPE} # c`,
  `Type: ${TYPE}\n    Properties:\n      V: !If [c, a,\n        {b: c}]`,
  `Type: Other\n    P: |\n        Type: ${TYPE}\n          x: "`,
  'Type: Other\n    P: "x\n\n        y"',
  "Type: Other\n    P: 'it''s\n\n      # no'",
  'Type: Other\n    P: a b\n      c d\n\n    # {',
  'Type: Other\n    P:\n    - a\n    - b: c',
);
const resource = fc
  .tuple(fc.constantFrom('A', 'B', 'C', '"D"', "'E'", 'F g'), body)
  .map(([id, written]) => `  ${id}:\n    ${written}\n`);
const section = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.array(resource, { minLength: 1, maxLength: 4 }).map((all) => `Resources:\n${all.join('')}`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'Outputs:\n  O:\n    Value: x\n',
      'Metadata: {a: b}\n',
      'Description: a\n  b\n',
      'Description: |\n  Resources:\n    A:\n',
      'Rules:\n- a\n',
      '# c\n',
    ),
  },
);

/** Lines that stand in the wrong place, and characters that change what is around them. */
const line = fc.constantFrom(
  `    Type: ${TYPE}\n`,
  '  A:\n',
  'Resources:\n',
  'Resources: {\n',
  `  A: {Type: ${TYPE}}}\n`,
  '  *a : 1\n',
  '  K: "a: {"\n',
  '\tK: b\n',
  '---\n',
  '...\n',
  '  Fn::ForEach::L: [N, [Thing], {R: {Type: "Test::${N}"}}]\n',
);
const character = fc.constantFrom(...' \t\r\u0085\u2028{}[]"\'#:,!|>\\\n', '&a ', '*a', '? ', '- ', ': ');
const mutation = fc.tuple(fc.nat(2), fc.nat(1000), fc.nat(80), line, character);

const template = fc
  .tuple(fc.array(section, { minLength: 1, maxLength: 4 }), fc.array(mutation, { maxLength: 3 }))
  .map(([sections, mutations]) =>
    mutations.reduce((text, [kind, at, column, added, mark]) => {
      const lines = text.split(/(?<=\n)/);
      const index = at % lines.length;
      const changed = lines[index] ?? '';
      const place = column % (changed.length + 1);
      if (kind === 0) lines.splice(index, 0, added);
      else if (kind === 1) lines.splice(index, 1);
      else lines[index] = changed.slice(0, place) + mark + changed.slice(place);
      return lines.join('');
    }, sections.join('')),
  );

async function found(text: string): Promise<readonly unknown[] | undefined> {
  try {
    return (await views(text)).map(({ logicalId, raw }) => [logicalId, raw]);
  } catch (error) {
    if (error instanceof TemplateError) return undefined;
    throw error;
  }
}

describe('a template with mistakes in it', () => {
  it('is found to declare the same in full and in outline, and is never passed unread', async () => {
    let declared = 0;
    await fc.assert(
      fc.asyncProperty(template, async (text) => {
        const whole = await found(text);
        if (whole === undefined) return;
        if (whole.length > 0) {
          declared++;
          expect(looksLikeTemplate(text) && !mayDeclare(text, TYPE)).toBe(false);
        }
        expect(await found(text + padding)).toEqual(whole);
      }),
      { numRuns: 500 },
    );
    expect(declared).toBeGreaterThan(50);
  });
});
