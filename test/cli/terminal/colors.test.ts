import { expect, it } from 'vitest';
import { colorsFor } from '../../../src/cli/terminal/colors.js';

const terminal = { isTTY: true, write: () => undefined };
const pipe = { isTTY: false, write: () => undefined };

it.each([
  ['a terminal', terminal, {}, true],
  ['a pipe', pipe, {}, false],
  ['a terminal, where NO_COLOR is set', terminal, { NO_COLOR: '1' }, false],
  ['a terminal, where NO_COLOR is empty', terminal, { NO_COLOR: '' }, true],
  ['a pipe, where colors are forced', pipe, { FORCE_COLOR: '1' }, true],
  ['a pipe, where colors are forced by an empty text', pipe, { FORCE_COLOR: '' }, true],
  ['a terminal, where 0 is forced', terminal, { FORCE_COLOR: '0' }, false],
  ['a terminal, where false is forced', terminal, { FORCE_COLOR: 'false' }, false],
  ['a pipe, where both are set', pipe, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
])('%s', (_name, sink, env, colored) => {
  expect(colorsFor(sink, env).red('x')).toBe(colored ? '\u001b[31mx\u001b[39m' : 'x');
});
