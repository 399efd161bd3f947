import { describe, expect, it, vi } from 'vitest';
import { Lexer } from 'yaml';
import { readTemplate } from '../../../src/template/index.js';
import { locate } from '../../../src/template/parse/locate.js';

const top = 'Resources:\n  T:\n    V: ';
const read = async (text: string) => (await readTemplate(text, '')).resources;

describe('with less indentation than YAML asks for', () => {
  it.each<[string, string, unknown]>([
    ['a quote', `${top}"one\n two\n\nthree"\n    W: 1\n`, { V: 'one two\nthree', W: 1 }],
    ['a quote at the level of its key', `${top}'it''s\n    so'\n    W: 1\n`, { V: "it's so", W: 1 }],
    ['a quote that is escaped', `${top}"a \\"\nb"\n    W: 1\n`, { V: 'a " b', W: 1 }],
    ['an item', `${top}\n      - "a\nb"\n      - c\n`, { V: ['a b', 'c'] }],
    ['brackets', `${top}[\na, b\n]\n    W: 1\n`, { V: ['a', 'b'], W: 1 }],
    [
      'JSON',
      `${top}{\n  "a": [\n1, {"b": "}"}],\n"c": 2\n}\n    W: 1\n`,
      { V: { a: [1, { b: '}' }], c: 2 }, W: 1 },
    ],
    ['comments', `${top}[ # ]\na, # it's ]\nb\n]\n    W: 1\n`, { V: ['a', 'b'], W: 1 }],
    ['words with quotes in them', `${top}[\nit's, b"c\n]\n    W: 1\n`, { V: ["it's", 'b"c'], W: 1 }],
    ['quotes in brackets', `${top}["a\nb", c]\n    W: 1\n`, { V: ['a b', 'c'], W: 1 }],
    ['two of them', `${top}"a\nb"\n    W: [\nc]\n    X: 1\n`, { V: 'a b', W: ['c'], X: 1 }],
    ['other line breaks', `${top}"a\n\nb"\n    W: 1\n`.replaceAll('\n', '\r\n'), { V: 'a\nb', W: 1 }],
  ])('%s', async (_name, text, expected) => {
    expect((await read(text)).T).toEqual(expected);
  });

  it.each<[string, string]>([
    ['a quote that is never closed', `${top}"one\ntwo\n`],
    ['a quote that is never closed, in brackets', `${top}["one\ntwo]\n`],
    ['a bracket that is never closed', `${top}[one\ntwo\n`],
    ['a bracket that another one closes', `${top}[one\ntwo}\n    W: [\n]\n`],
    ['something else that is wrong', `${top}"one\ntwo"\n   W: 1\n`],
  ])('not %s', async (_name, text) => {
    await expect(read(text)).rejects.toMatchObject({ name: 'TemplateError', line: expect.any(Number) });
  });

  it('leads back to the places as they are written', async () => {
    const text = `${top}{\n"a": 1,\n   "b": 2}\n    W: 1\n`;
    const template = await readTemplate(text, '');
    const at = (path: string[]) => {
      const place = locate(template, ['Resources', 'T', ...path]);
      return place && [place.line, place.column, place.endLine, place.endColumn];
    };
    expect(at(['V', 'a'])).toEqual([4, 1, 4, 4]);
    expect(at(['V', 'b'])).toEqual([5, 4, 5, 7]);
    expect(at(['W'])).toEqual([6, 5, 6, 6]);
  });

  it('in a long text too, of which only a part is read', async () => {
    const padding = `  Other:\n    Type: X\n${'    # filler\n'.repeat(8000)}`;
    const text = `Description: "one\ntwo"\nResources:\n${padding}  T:\n    V: [\na\n]\n    Type: Z\n`;
    const template = await readTemplate(text, 'Z');
    expect(template.resources).toEqual({ Other: { Type: 'X' }, T: { V: ['a'], Type: 'Z' } });
    expect(locate(template, ['Resources', 'T', 'Type'])?.line).toBe(text.split('\n').length - 1);
    await expect(readTemplate(`${text}  X: "\n`, 'Z')).rejects.toMatchObject({
      message: expect.stringContaining('not closed'),
      line: text.split('\n').length,
    });
  });

  it('as many as there are', async () => {
    const items = Array.from({ length: 3_000 }, (_, index) => `    V${index}: "a\nb"\n`);
    const { T } = await read(`Resources:\n  T:\n${items.join('')}`);
    expect(Object.values(T as object)).toEqual(items.map(() => 'a b'));
  });

  it.each<[string, string]>([
    ['is far to the right', `${' '.repeat(2_000)}V: "`],
    ['is in blocks on one line, far apart', `- ${' '.repeat(2_000)}V: "`],
  ])('not one that %s, so that its lines would need more room than a template has', async (_name, start) => {
    const text = `Resources:\n  T:\n    ${start}${'a\n'.repeat(2_000)}"\n`;
    await expect(read(text)).rejects.toMatchObject({ name: 'TemplateError', line: 3 });
  });

  it('by no more than the block around it asks for', async () => {
    const key = 'k'.repeat(30_000);
    const { T } = await read(`Resources:\n  T:\n    ${key}: "${'a\n'.repeat(15_000)}"\n`);
    expect(T).toEqual({ [key]: 'a '.repeat(15_000) });
  });

  it.each<[string, string]>([
    ['brackets', '{\na: b\n}\n\u0018'],
    ['a quote in brackets', '["x\n---\n y"]\n\u0018'],
  ])('once, where a mark of the lexer stands behind %s', async (_name, text) => {
    const lex = vi.spyOn(Lexer.prototype, 'lex');
    await expect(read(text)).rejects.toMatchObject({ name: 'TemplateError' });
    expect(lex.mock.calls.length).toBeLessThan(20);
    lex.mockRestore();
  });
});
