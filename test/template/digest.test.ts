import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { digestOf } from '../../src/template/digest.js';

it.each(['', 'a', 'é'.repeat(1000)])('a digest is the SHA-256 of the text, in letters: %#', (text) => {
  expect(digestOf(text)).toBe(createHash('sha256').update(text).digest('base64'));
  expect(digestOf(text)).toHaveLength(44);
});
