import { describe, expect, it } from 'vitest';
import { permissions } from '../../../src/cli/hook/permissions.js';
import { commands, main } from '../../../src/cli/main.js';
import { helpText } from '../../../src/cli/terminal/help.js';
import { fakeIo } from '../fake-io.js';

describe('the help of a command', () => {
  it('has its parts in order, in lines that begin below each other', () => {
    const text = helpText({
      usage: 'paint WALL [options]',
      about: ['Paints a wall.', `It takes ${'a long while and '.repeat(5)}care.`],
      commands: { red: 'in red' },
      options: {
        coat: { type: 'string', value: 'N', multiple: true, help: 'a coat' },
        yes: { type: 'boolean', short: 'y', help: `do ${'not '.repeat(20)}ask` },
      },
      notes: ['Exit codes: 0.'],
      examples: ['kms-guard paint north'],
    });
    expect(text).toBe(`Usage: kms-guard paint WALL [options]

Paints a wall.

It takes a long while and a long while and a long while and a long while and a
long while and care.

Commands:
  red  in red

Options:
  --coat N   a coat; may be repeated
  -y, --yes  do not not not not not not not not not not not not not not not not
             not not not not ask

Exit codes: 0.

Examples:
  kms-guard paint north
`);
  });

  it('leaves out what there is not', () => {
    expect(helpText({ usage: 'x', about: ['Does it.'] })).toBe('Usage: kms-guard x\n\nDoes it.\n');
  });
});

const calls = [
  [],
  ...Object.keys(commands).map((name) => [name]),
  ...Object.keys(permissions).map((name) => ['hook', name]),
];

describe.each(calls)('kms-guard %s %s --help', (...words) => {
  const shown = async () => {
    const { io, stdout } = fakeIo();
    expect(await main([...words.filter((word) => word !== undefined), '--help'], io)).toBe(0);
    return stdout();
  };

  it('names the call', async () => {
    expect((await shown()).split('\n')[0]).toContain(['Usage: kms-guard', ...words].join(' '));
  });

  it('fits a terminal of 80 columns', async () => {
    const tooLong = (await shown()).split('\n').filter((line) => line.length > 80);
    expect(tooLong).toEqual([]);
  });
});
