import { describe, expect, it } from 'vitest';
import { oneOf, parseArguments } from '../../../src/cli/call/arguments.js';
import { suggestion } from '../../../src/decision/index.js';

const options = {
  format: { type: 'string', help: 'json' },
  target: { type: 'string', multiple: true, help: 'where' },
  yes: { type: 'boolean', short: 'y', help: 'do not ask' },
  'dry-run': { type: 'boolean', help: 'change nothing' },
} as const;

describe('arguments', () => {
  it.each([
    [[], {}, []],
    [['--format', 'json', 'a', '-y', 'b'], { format: 'json', yes: true }, ['a', 'b']],
    [['--target=a', '--target', 'b'], { target: ['a', 'b'] }, []],
    [['--format=-x'], { format: '-x' }, []],
    [['--format', '-'], { format: '-' }, []],
    [['-', '--', '--format'], {}, ['-', '--format']],
  ])('%j', (argv, values, positionals) => {
    const parsed = parseArguments(argv, options);
    expect({ ...parsed.values }).toEqual(values);
    expect(parsed.positionals).toEqual(positionals);
  });

  it.each([
    [['--formt', 'x'], 'unknown option --formt: did you mean --format? (--help lists the options)'],
    [['--dry-rum'], 'unknown option --dry-rum: did you mean --dry-run? (--help lists the options)'],
    [['-x'], 'unknown option -x (--help lists the options)'],
    [['--completely-else'], 'unknown option --completely-else (--help lists the options)'],
    [['--constructor'], 'unknown option --constructor (--help lists the options)'],
    [['--__proto__=x'], 'unknown option --__proto__ (--help lists the options)'],
    [['--format'], '--format needs a value'],
    [['--format='], '--format needs a value'],
    [['--format', '--yes'], '--format needs a value, and --yes looks like an option: write --format=--yes'],
    [['--yes=no'], '--yes takes no value'],
    [['--format', 'a', '--format', 'b'], '--format is given more than once'],
  ])('%j is refused', (argv, message) => {
    expect(() => parseArguments(argv, options)).toThrow(
      expect.objectContaining({ name: 'UsageError', message }),
    );
  });
});

describe('words', () => {
  it('are one of a set', () => {
    expect(oneOf('--mode', 'WARN', ['FAIL', 'WARN'])).toBe('WARN');
    expect(() => oneOf('--mode', 'WRAN', ['FAIL', 'WARN'])).toThrow(
      '--mode must be one of FAIL, WARN, not "WRAN": did you mean WARN?',
    );
    expect(() => oneOf('--mode', 'x', ['FAIL', 'WARN'])).toThrow(/not "x"$/);
  });

  it.each([
    ['statsu', ': did you mean status?'],
    ['stauts', ': did you mean status?'],
    ['STATUS', ': did you mean status?'],
    ['enabel', ': did you mean enable?'],
    ['enalb', ': did you mean enable?'],
    ['en', ': did you mean enable?'],
    ['hokk', ': did you mean hook?'],
    ['foo', ''],
    ['e', ''],
    ['else', ''],
    ['', ''],
  ])('are suggested where one is near: %j', (typed, expected) => {
    expect(suggestion(typed, ['status', 'enable', 'hook'])).toBe(expected);
  });
});
