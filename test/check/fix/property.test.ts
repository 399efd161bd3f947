import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../src/check/fix/places.js';
import { readTemplate } from '../../../src/template/index.js';
import { fix, verdicts } from './support.js';

const type = 'AWS::SageMaker::EndpointConfig';

/** One endpoint configuration without a key, as somebody may have written it; `at` is its indentation. */
type Body = (at: string, comment: string, step: string) => string[];

const blockBodies: readonly Body[] = [
  (at, c) => [`${at}Type: ${type}${c}`],
  (at, c) => [`${at}Type: "${type}"`, `${at}Properties:${c}`],
  (at, c) => [`${at}Properties: {}${c}`, `${at}Type: ${type}`],
  (at, c) => [`${at}Type: ${type}`, `${at}Properties: { Tags: [] }${c}`],
  (at, c, step) => [
    `${at}Type: ${type}`,
    `${at}DependsOn: []`,
    `${at}Properties:${c}`,
    ...(c ? [`${at}${step}# first`] : []),
    `${at}${step}ProductionVariants:`,
    `${at}${step}- InstanceType: ml.m5.large`,
    `${at}${step}EndpointConfigName: 'a: b # c'`,
  ],
  (at, c, step) => [
    `${at}Type: ${type}`,
    `${at}Properties:`,
    `${at}${step}KmsKeyId:${c}`,
    `${at}${step}Tags: []`,
  ],
  (at, c, step) => [
    `${at}Type: ${type}`,
    `${at}Properties:`,
    `${at}${step}Tags: []`,
    `${at}${step}KmsKeyId: ""${c}`,
  ],
  (at, _c, step) => [
    `${at}Type: ${type}`,
    `${at}Properties:`,
    `${at}${step}KmsKeyId:`,
    `${at}${step}${step}Ref: AWS::NoValue`,
  ],
];

const yamlTemplate = fc
  .record({
    bodies: fc.array(fc.constantFrom(...blockBodies), { minLength: 1, maxLength: 4 }),
    step: fc.constantFrom('  ', '    ', ' '),
    eol: fc.constantFrom('\n', '\r\n'),
    comment: fc.constantFrom('', ' # why', '   # "quoted": {'),
    header: fc.constantFrom(
      '',
      '# header',
      '---',
      'Description: |\n  a\n  # b',
      'Parameters: {}',
      'Parameters:',
      'Parameters:\n  A:\n    Type: String',
    ),
    blank: fc.boolean(),
    other: fc.boolean(),
    last: fc.boolean(),
  })
  .map(({ bodies, step, eol, comment, header, blank, other, last }) => {
    const lines = [...(header === '' ? [] : header.split('\n')), ...(blank ? [''] : []), 'Resources:'];
    for (const [index, body] of bodies.entries()) {
      if (other)
        lines.push(
          `${step}Other${index}:`,
          `${step}${step}Type: X`,
          `${step}${step}Properties: {KmsKeyId: ""}`,
        );
      lines.push(`${step}Config${index}:`, ...body(step + step, comment, step));
      if (blank) lines.push('');
    }
    if (other) lines.push('Outputs:', '  A: {Value: "KmsKeyId"}');
    return lines.join(eol) + (last ? eol : '');
  });

const jsonTemplate = fc
  .record({
    properties: fc.array(
      fc.constantFrom<unknown>(
        undefined,
        {},
        null,
        { Tags: [] },
        { KmsKeyId: '' },
        { A: '{"', KmsKeyId: null },
        { KmsKeyId: { Ref: 'AWS::NoValue' }, B: 1 },
      ),
      { minLength: 1, maxLength: 4 },
    ),
    head: fc.constantFrom<object>(
      {},
      { Description: '"Resources": {' },
      { Parameters: {} },
      { Parameters: { A: { Type: 'String' } } },
    ),
    indent: fc.constantFrom<number | string>(0, 1, 2, 4, '\t'),
    eol: fc.constantFrom('\n', '\r\n'),
  })
  .map(({ properties, head, indent, eol }) => {
    const Resources = Object.fromEntries(
      properties.map((each, index) => [
        `Config${index}`,
        { Type: type, ...(each === undefined ? {} : { Properties: each }) },
      ]),
    );
    return JSON.stringify({ ...head, Resources }, null, indent).replaceAll('\n', eol);
  });

/** The template without any key, and without what takes it. */
async function withoutKeys(text: string): Promise<unknown> {
  const { root } = await readTemplate(text, type);
  const plain = JSON.parse(JSON.stringify(root));
  delete plain.Parameters?.EndpointKmsKeyId;
  if (Object.keys(plain.Parameters ?? {}).length === 0) delete plain.Parameters;
  for (const [name, resource] of Object.entries<{ Properties?: Record<string, unknown> | null }>(
    plain.Resources,
  )) {
    if (!name.startsWith('Config')) continue;
    delete resource.Properties?.['KmsKeyId'];
    if (Object.keys(resource.Properties ?? {}).length === 0) delete resource.Properties;
  }
  return plain;
}

describe.each([
  ['YAML', yamlTemplate],
  ['JSON', jsonTemplate],
])('any template in %s', (_language, templates) => {
  test('gets its keys, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(templates, async (before) => {
        const { text, edits, notFixed } = await fix(before);
        expect(notFixed).toEqual([]);
        // Compliant, by the check itself.
        expect(new Set(Object.values(await verdicts(text)))).toEqual(new Set(['compliant']));
        // Running it again changes nothing.
        expect(await fix(text)).toMatchObject({ text, edits: [], fixed: [] });
        // Nothing but keys is another value than before.
        expect(await withoutKeys(text)).toEqual(await withoutKeys(before));
        // What was taken away is nothing but a value that came to nothing.
        for (const { offset, length } of edits) {
          const taken = before
            .slice(offset, offset + length)
            .replace(/\s+/g, ' ')
            .trim();
          expect([
            '',
            '""',
            'null',
            'Ref: AWS::NoValue',
            '{"Ref":"AWS::NoValue"}',
            '{ "Ref": "AWS::NoValue" }',
          ]).toContain(taken);
        }
        expect(text).toBe(applyEdits(before, edits));
        // The file keeps its line ending.
        if (before.includes('\r\n')) expect(text).not.toMatch(/(?<!\r)\n/);
      }),
      { numRuns: 150 },
    );
  });
});
