import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import { defaultPolicy, parsePolicy } from '../../src/decision/index.js';
import { diagnostics, folderWith } from './check-support.js';
import { fakeIo } from './fake-io.js';

/** Runs `kms-guard policy` at the beginning of 1970. */
async function policy(argv: readonly string[], cwd: string, env: Record<string, string> = {}) {
  const { io, stdout, stderr } = fakeIo({ cwd, env });
  const code = await main(['policy', ...argv], io);
  return { code, stdout: stdout(), stderr: stderr() };
}

const document = `keyPolicy: customerManaged
allowedKeys: [alias/ml-*]
exemptions:
  - stack: legacy-*
    reason: replaced by the new platform
    expires: 2027-03-31
  - account: '111122223333'
    reason: a trial
    expires: 1969-12-30
`;

describe('what is in force', () => {
  it('is a document with all members, and where each comes from', async () => {
    const { code, stdout, stderr } = await policy(['strict.yaml'], folderWith({ 'strict.yaml': document }));
    expect(code).toBe(0);
    expect(stdout).toBe(`# strict.yaml can be used. The policy in force:

keyPolicy: customerManaged  # strict.yaml
allowedKeys:  # strict.yaml
  - alias/ml-*
localStorage: require  # default
localStorageFamilies: []  # default
undetermined: defer  # default
alsoRequire: []  # default
exemptions:  # strict.yaml
  - stack: legacy-*
    reason: replaced by the new platform
    expires: 2027-03-31
  - account: "111122223333"
    reason: a trial
    expires: 1969-12-30
`);
    expect(await parsePolicy(stdout, 'the report')).toMatchObject(await parsePolicy(document, 'the file'));
    expect(stderr).toBe(
      'warning: strict.yaml:7:5: exemptions[1]: it expired on 1969-12-30 and no longer counts\n',
    );
  });

  it('comes from the nearest file in the repository where none is named', async () => {
    const cwd = folderWith({ '.git/HEAD': '', 'kms-guard.yaml': '{"undetermined": "fail"}', 'a/b/c': '' });
    const { code, stdout } = await policy([], `${cwd}/a/b`);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# \.\.\/\.\.\/kms-guard\.yaml, the nearest from here up/);
    expect(stdout).toContain('\nundetermined: fail  # ../../kms-guard.yaml\n');
    expect(stdout).toContain('\nkeyPolicy: present  # default\n');
  });

  it('is the defaults where there is no file', async () => {
    const { code, stdout } = await policy([], folderWith({}));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# There is no policy file: the defaults are in force\.\n/);
    expect(await parsePolicy(stdout, 'the report')).toEqual(defaultPolicy);
  });

  it('is JSON where that is asked for', async () => {
    const cwd = folderWith({ 'p.yaml': document });
    const { stdout } = await policy(['p.yaml', '--format', 'json'], cwd);
    expect(JSON.parse(stdout)).toMatchObject({
      file: 'p.yaml',
      members: {
        keyPolicy: { value: 'customerManaged', from: 'p.yaml' },
        localStorage: { value: 'require', from: 'default' },
        exemptions: { value: [{ stack: 'legacy-*' }, { account: '111122223333' }], from: 'p.yaml' },
      },
    });
    const none = await policy(['--format', 'json'], folderWith({}));
    expect(JSON.parse(none.stdout)).toMatchObject({
      file: null,
      members: { keyPolicy: { from: 'default' } },
    });
  });

  it('is colored where that is asked for', async () => {
    const { stdout } = await policy([], folderWith({}), { FORCE_COLOR: '1' });
    expect(stdout).toContain('keyPolicy: present  \u001b[2m# default\u001b[22m\n');
  });
});

describe('a document that cannot be used', () => {
  it.each([
    [
      'an unknown member',
      'undetermined: fail\nkeyPolcy: present\n',
      ['2:1: keyPolcy: there is no such member; did you mean keyPolicy?'],
    ],
    [
      'a wrong value',
      'keyPolicy: any\n',
      ['1:1: keyPolicy: must be "present" or "wellFormed" or "customerManaged" or "verified", not "any"'],
    ],
    [
      'two of an exemption',
      'exemptions:\n  - reason: r\n    expires: soon\n',
      [
        '2:5: exemptions[0]: must name at least one of account, region, stack, resource, or it would exempt everything',
        '3:5: exemptions[0].expires: must be a date (YYYY-MM-DD, counts to its end in UTC) or a date and time (YYYY-MM-DDTHH:MMZ)',
      ],
    ],
    [
      'a member that is missing',
      'exemptions: [{stack: a, reason: r}]\n',
      ['1:14: exemptions[0].expires: is missing'],
    ],
    [
      'an item of a list',
      'allowedKeys:\n  - alias/a\n  - 1\n',
      ['3:5: allowedKeys[1]: must be text (in quotation marks, if it reads as a number), not 1'],
    ],
    [
      'JSON',
      '{\n  "alsoRequire": ["s3"]\n}',
      ['2:19: alsoRequire[0]: must be "dataCapture" or "asyncOutput" or "coreDump", not "s3"'],
    ],
    [
      'no YAML',
      'allowedKeys: [\n',
      ['2:1: Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ],
    ['a bracket in every character', '['.repeat(500_000), [' it has more parts than a policy can have']],
    ['more than 1 MiB', `# ${'x'.repeat(1_048_576)}`, [' it is longer than 1 MiB']],
    ['no map', '[]\n', [' it must be a map of members, not a list']],
    ['nothing', '', [' it is empty; the policy with all defaults is {}']],
  ])('ends with 2, and each mistake has its place: %s', async (_name, text, mistakes) => {
    const ran = await policy(['p.yaml'], folderWith({ 'p.yaml': text }));
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(diagnostics(ran)).toEqual(mistakes.map((mistake) => `error: p.yaml:${mistake}`));
  });

  it('is shown around the place', async () => {
    const ran = await policy(['p.yaml'], folderWith({ 'p.yaml': 'undetermined: fail\nkeyPolcy: present\n' }));
    expect(ran.stderr).toContain('\n    1 │ undetermined: fail\n  ▸ 2 │ keyPolcy: present\n      │ ^\n');
  });

  it.each([
    [['missing.yaml'], 'the policy missing.yaml cannot be read: there is no such file or folder'],
    [['a.yaml', 'b.yaml'], 'policy takes one file'],
    [['--format', 'yaml'], '--format must be one of pretty, json'],
  ])('is no document at all: %j', async (argv, message) => {
    const ran = await policy(argv, folderWith({}));
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(`kms-guard: ${message}`);
  });
});
