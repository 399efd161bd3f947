import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type Command, type Io, UsageError } from '../../src/cli/command.js';
import { commands, type Entry, main, type Program, start } from '../../src/cli/main.js';
import { helpText } from '../../src/cli/terminal/help.js';
import { fakeIo } from './fake-io.js';

const echo: Command = {
  help: { usage: 'echo', about: ['Says it again.'] },
  async run(argv, io) {
    if (argv[0] === 'usage') throw new UsageError('no such file\nmore');
    if (argv[0] === 'bug') throw new TypeError('x is undefined\nmore');
    if (argv[0] === 'silent') throw new RangeError();
    if (argv[0] === 'odd') throw 'odd';
    io.stdout.write(argv.join(' '));
    return argv.length > 1 ? 1 : 0;
  },
};
const load = async () => ({ command: echo });
const table: Record<string, Entry> = {
  echo: { summary: 'says it again', load },
  nest: { summary: 'has commands of its own', nested: true, load },
};

async function run(argv: string[], env: Record<string, string> = {}) {
  const { io, stdout, stderr } = fakeIo({ env });
  const code = await main(argv, io, table);
  return { code, stdout: stdout(), stderr: stderr() };
}

describe('kms-guard', () => {
  it('shows its help where nothing is asked of it, as an error', async () => {
    const { code, stdout, stderr } = await run([]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^Usage: kms-guard <command>.*echo +says it again.*nest +has commands.*KMS_GUARD_DEBUG/s,
    );
  });

  it.each(['--help', '-h', 'help'])('%s shows it as a result', async (option) => {
    const { code, stdout, stderr } = await run([option]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Exit codes: 0');
  });

  it.each([[['--version']], [['-V']], [['version']], [['echo', '--version']], [['echo', '-V']]])(
    '%j shows the version',
    async (argv) => {
      expect(await run(argv)).toEqual({ code: 0, stdout: 'development\n', stderr: '' });
    },
  );

  it.each([
    [['echo', '--help'], helpText(echo.help)],
    [['echo', 'a', '-h'], helpText(echo.help)],
    [['help', 'echo'], helpText(echo.help)],
    [['nest', '--help'], helpText(echo.help)],
    [['nest', 'sub', '--help'], 'sub --help'],
    [['help', 'nest', 'sub'], 'sub --help'],
    [['echo', '--', '--help'], '-- --help'],
    [['echo', '--', '--version'], '-- --version'],
  ])('%j answers %j', async (argv, expected) => {
    expect((await run(argv)).stdout).toBe(expected);
  });

  it.each([
    [['echo', 'a'], 0],
    [['echo', 'a', 'b'], 1],
  ])('%j exits with %i', async (argv, code) => {
    expect((await run(argv)).code).toBe(code);
  });

  it.each([
    ['ecoh', 'kms-guard: unknown command ecoh: did you mean echo? (kms-guard --help lists the commands)\n'],
    ['constructor', 'kms-guard: unknown command constructor (kms-guard --help lists the commands)\n'],
    [
      '--hlep',
      'kms-guard: unknown option --hlep: did you mean --help? (kms-guard --help lists the options)\n',
    ],
    [
      '--colour',
      'kms-guard: unknown option --colour: did you mean --color? (kms-guard --help lists the options)\n',
    ],
    ['hepl', 'kms-guard: unknown command hepl: did you mean help? (kms-guard --help lists the commands)\n'],
  ])('knows no %s', async (name, stderr) => {
    expect(await run([name])).toEqual({ code: 2, stdout: '', stderr });
  });

  it.each([
    ['usage', 2, 'kms-guard: no such file\n'],
    ['bug', 3, 'kms-guard: internal error: x is undefined\n'],
    ['silent', 3, 'kms-guard: internal error: RangeError\n'],
    ['odd', 3, 'kms-guard: internal error: odd\n'],
  ])('tells of an error on one line: %s', async (how, code, stderr) => {
    expect(await run(['echo', how])).toEqual({ code, stdout: '', stderr });
  });

  it.each([
    [40, ['kms-guard: unknown command ecoh: did you', 'mean echo? (kms-guard --help lists the', 'commands)']],
    [0, ['kms-guard: unknown command ecoh: did you mean echo? (kms-guard --help lists the', 'commands)']],
  ])(
    'breaks the line between words on a terminal, and nowhere else: %i columns',
    async (columns, expected) => {
      const lines: string[] = [];
      const write = (text: string) => lines.push(...text.trimEnd().split('\n'));
      const { io } = fakeIo({});
      await main(['ecoh'], { ...io, stderr: { write, isTTY: true, columns } }, table);
      expect(lines).toEqual(expected);
    },
  );

  it('adds the stack only where it is asked for', async () => {
    expect((await run(['echo', 'bug'], { KMS_GUARD_DEBUG: '1' })).stderr).toMatch(
      /TypeError: x is undefined.* at /s,
    );
  });
});

describe('the program', () => {
  function program(argv: string[]) {
    const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
    return { argv: ['node', 'kms-guard', ...argv], ...streams, env: {}, cwd: () => '/', exitCode: undefined };
  }

  it('takes its arguments from the process, and gives it the exit code', async () => {
    const fake = program(['--version']);
    await start(fake as unknown as Program);
    expect(fake.exitCode).toBe(0);
    expect(String(fake.stdout.read())).toBe('development\n');
  });

  it.each([
    [['--color', 'check'], { NO_COLOR: '1' }, '1'],
    [['check', '--no-color'], {}, '0'],
    [['--color', 'check', '--no-color'], {}, '0'],
    [['check', '--', '--no-color'], {}, undefined],
    [['check'], { FORCE_COLOR: '1' }, '1'],
  ])('%j with %j: FORCE_COLOR is %s', async (argv, env, forced) => {
    let seen: { argv: readonly string[]; env: Io['env'] } | undefined;
    const run: Command['run'] = async (rest, io) => {
      seen = { argv: rest, env: io.env };
      return 0;
    };
    const check = { summary: 'a command', load: async () => ({ command: { ...echo, run } }) };
    await start({ ...program(argv), env } as unknown as Program, { check });
    expect(seen?.env['FORCE_COLOR']).toBe(forced);
    expect(seen?.argv).toEqual(argv.includes('--') ? ['--', '--no-color'] : []);
  });

  it.each([
    ['xterm', true],
    ['dumb', undefined],
  ])('a terminal that is %s is one: %s', async (TERM, isTTY) => {
    let seen: Io | undefined;
    const run: Command['run'] = async (_rest, io) => {
      seen = io;
      io.stdout.write('x');
      return 0;
    };
    const check = { summary: 'a command', load: async () => ({ command: { ...echo, run } }) };
    const fake = { ...program(['check']), env: { TERM } };
    for (const stream of [fake.stdout, fake.stderr]) Object.assign(stream, { isTTY: true, columns: 60 });
    await start(fake as unknown as Program, { check });
    expect([seen?.stdout.isTTY, seen?.stderr.isTTY, seen?.stdout.columns]).toEqual([isTTY, isTTY, 60]);
    expect(String(fake.stdout.read())).toBe('x');
  });

  it('survives a reader that leaves early, and fails with 3 for any other trouble', async () => {
    const fake = program([]);
    await start(fake as unknown as Program);
    expect(fake.exitCode).toBe(2);
    expect(() => fake.stdout.emit('error', Object.assign(new Error(), { code: 'EPIPE' }))).not.toThrow();
    expect(fake.exitCode).toBe(2);
    const said = String(fake.stderr.read());
    fake.stderr.emit('error', new Error('full'));
    expect(fake.exitCode).toBe(3);
    fake.stdout.emit('error', new Error('full'));
    expect([said.includes('full'), String(fake.stderr.read())]).toEqual([
      false,
      'kms-guard: the output cannot be written: full\n',
    ]);
  });
});

describe('the commands', () => {
  it.each(Object.entries(commands))('%s has a summary of one line', (_name, { summary }) => {
    expect(summary).toMatch(/^[^\n]{10,60}$/);
  });
});
