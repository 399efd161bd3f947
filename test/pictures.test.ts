import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import pkg from '../package.json' with { type: 'json' };
import { ansiToSvg } from '../scripts/ansi-to-svg.mjs';
import { blockedDeployment } from '../scripts/blocked-deployment.mjs';

test('the picture of a blocked deployment shows what the command shows today: npm run pictures makes it anew', async () => {
  expect(readFileSync('docs/blocked-deployment.svg', 'utf8')).toBe(await blockedDeployment());
});

test('the picture of the audit page is of a size that a README can have', () => {
  const png = readFileSync('docs/audit-page.png');
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.length < 150_000]).toEqual([1200, true]);
});

test.each(['docs/blocked-deployment.svg', 'docs/audit-page.png'])(
  'the README shows %s, and says what it shows',
  (file) => {
    const pictures = [...readFileSync('README.md', 'utf8').matchAll(/!\[([^\]]{20,})\]\((\S+)\)/g)];
    expect(pictures.map(([, , path]) => path)).toContain(file);
  },
);

test('the pictures are no part of the npm package', () => {
  expect(pkg.files).toEqual(['dist', '!dist/**/*.map', 'CHANGELOG.md']);
});

describe('a terminal as an SVG', () => {
  const svg = (text: string) => ansiToSvg(text, { title: 'A <terminal>', columns: 10 });
  const spans = (text: string) => [...svg(text).matchAll(/<tspan [^>]+>[^<]*/g)].map(([span]) => span);

  test.each([
    ['text in its column', '  a b  c', ['<tspan x="33.6">a b', '<tspan x="72.6">c']],
    [
      'a color, and its end',
      '\u001b[31mno\u001b[39m go',
      ['<tspan x="18.0" fill="#ff7b72">no', '<tspan x="41.4">go'],
    ],
    [
      'a style over a line feed',
      '\u001b[1ma\nb\u001b[22m',
      ['<tspan x="18.0" font-weight="bold">a', '<tspan x="18.0" font-weight="bold">b'],
    ],
    [
      'several codes at once',
      '\u001b[1;4ma',
      ['<tspan x="18.0" font-weight="bold" text-decoration="underline">a'],
    ],
    ['markup as text', '<&">', ['<tspan x="18.0">&#60;&#38;&#34;&#62;']],
  ])('%s', (_name, text, expected) => {
    expect(spans(text)).toEqual(expected);
  });

  test('has its title, and the size that its lines ask for', () => {
    expect(svg('a\nb')).toContain('<title id="title">A &#60;terminal&#62;</title>');
    expect(svg('a\nb')).toContain('width="114" height="90"');
  });

  test('a color that it does not know is refused', () => {
    expect(() => svg('\u001b[35ma')).toThrow('no color for the code 35');
  });
});
