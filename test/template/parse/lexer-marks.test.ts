import { expect, it } from 'vitest';
import * as yaml from 'yaml';
import { CST } from '../../../src/template/parse/lexer-marks.js';

it.each(Object.entries(CST))('%s is the mark that the library has', (name, mark) => {
  expect(yaml.CST[name as keyof typeof CST]).toBe(mark);
});
