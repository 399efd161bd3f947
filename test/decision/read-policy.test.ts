import { describe, expect, it, vi } from 'vitest';
import { Lexer, LineCounter } from 'yaml';
import {
  defaultPolicy,
  MAX_POLICY_BYTES,
  mergePolicies,
  type PartialPolicy,
  PolicyError,
  parsePolicy,
  policyOfHookModel,
} from '../../src/decision/index.js';
import { nearest } from '../../src/decision/nearest.js';
import { parseYamlDocument } from '../../src/decision/parse-yaml.js';

const noDate = 'must be a date (YYYY-MM-DD, counts to its end in UTC) or a date and time (YYYY-MM-DDTHH:MMZ)';
const noMember =
  'there is no such member; known are keyPolicy, allowedKeys, localStorage, localStorageFamilies, undetermined, ' +
  'alsoRequire, exemptions';

/** What is wrong with a document, as `member: message`. */
async function issuesOf(text: string): Promise<string[]> {
  const error = await parsePolicy(text, 'GUARD_POLICY').catch((thrown: unknown) => thrown);
  if (!(error instanceof PolicyError)) throw new Error('the policy was accepted');
  expect(error.source).toBe('GUARD_POLICY');
  for (const { member, message } of error.issues)
    expect(error.message).toContain(member ? `${member}: ${message}` : message);
  expect(error.message.split('; ').length).toBeGreaterThanOrEqual(error.issues.length);
  expect(error.message).toMatch(/^The policy in GUARD_POLICY cannot be used: /);
  return error.issues.map(({ member, message }) => `${member}: ${message}`);
}

describe('reading', () => {
  const exemption = { account: '123456789012', stack: 'ml-*', reason: 'migration', expires: '2027-01-31' };
  const document = { keyPolicy: 'wellFormed', allowedKeys: ['alias/ml-*'], exemptions: [exemption] };

  it.each([
    ['JSON', JSON.stringify(document)],
    [
      'JSON with comments and trailing commas, which is YAML',
      '{"keyPolicy": "wellFormed", "allowedKeys": ["alias/ml-*",],\n"exemptions": [{"account": "123456789012", "stack": "ml-*", "reason": "migration", "expires": "2027-01-31"}]} # x',
    ],
    [
      'YAML',
      'keyPolicy: wellFormed\nallowedKeys: [alias/ml-*]\nexemptions:\n- account: "123456789012"\n  stack: ml-*\n  reason: migration\n  expires: 2027-01-31\n',
    ],
  ])('%s', async (_, text) => {
    expect(await parsePolicy(text, 'p')).toEqual(document);
  });

  it.each<PartialPolicy>([
    ...(['present', 'wellFormed', 'customerManaged', 'verified'] as const).map((keyPolicy) => ({
      keyPolicy,
    })),
    { localStorage: 'require' },
    { localStorage: 'exempt', localStorageFamilies: ['ml.x9d'] },
    { undetermined: 'defer' },
    { undetermined: 'fail' },
    { alsoRequire: ['dataCapture', 'asyncOutput', 'coreDump'] },
  ])('%j', async (policy) => {
    expect(await parsePolicy(JSON.stringify(policy), 'p')).toEqual(policy);
  });

  it('{} is the policy with all defaults', async () => {
    expect(await parsePolicy('{}', 'p')).toEqual({});
  });

  it('takes a document of 1 MiB and no longer one', async () => {
    const head = 'keyPolicy: present # ';
    const longest = head + 'x'.repeat(MAX_POLICY_BYTES - head.length);
    expect(await parsePolicy(longest, 'p')).toEqual({ keyPolicy: 'present' });
    expect(await issuesOf(`${longest}x`)).toEqual([': it is longer than 1 MiB']);
    expect(await issuesOf(`${head}${'é'.repeat(MAX_POLICY_BYTES / 2)}`)).toEqual([
      ': it is longer than 1 MiB',
    ]);
  });

  it('takes texts and parts up to a number', async () => {
    const longest = (length: number) => `allowedKeys: ["${'x'.repeat(length - 2)}"]`;
    expect(await parsePolicy(longest(65_536), 'p')).toEqual({ allowedKeys: ['x'.repeat(65_534)] });
    const tooMany = [': it has more parts than a policy can have'];
    expect(await issuesOf(longest(65_537))).toEqual(tooMany);
    const lines = (count: number) => `keyPolicy: present${'\n'.repeat(count)}`;
    const most = 100_000 - [...new Lexer().lex(lines(1))].length + 1;
    expect(await parsePolicy(lines(most), 'p')).toEqual({ keyPolicy: 'present' });
    expect(await issuesOf(lines(most + 1))).toEqual(tooMany);
  });

  it('tells the places of its lines to who counts them', () => {
    const counter = new LineCounter();
    parseYamlDocument('a: 1\nb: 2\n', counter);
    expect(counter.lineStarts).toEqual([0, 5, 10]);
    expect(parseYamlDocument('a: 1').toJS()).toEqual({ a: 1 });
  });

  it.each<[string, string]>([
    ['commas', `allowedKeys: [${','.repeat(1_000_000)}]`],
    ['brackets', `allowedKeys: ${'['.repeat(1_000_000)}`],
    ['members', Array.from({ length: 50_000 }, (_, index) => `k${index}: 1`).join('\n')],
    ['mistakes in one text', `keyPolicy: "${'\\q'.repeat(500_000)}"`],
    ['words in one text', `keyPolicy: "${'a '.repeat(500_000)}"`],
    ['lines', `keyPolicy: present\n${'\n'.repeat(1_000_000)}`],
  ])('does not read one of nothing but %s', async (_, text) => {
    expect(await issuesOf(text)).toEqual([': it has more parts than a policy can have']);
  });

  it('takes ten thousand keys', async () => {
    const allowedKeys = Array.from({ length: 10_000 }, (_, index) => `alias/key-${index}`);
    const text = `allowedKeys:\n${allowedKeys.map((key) => `  - ${key}\n`).join('')}`;
    expect(await parsePolicy(text, 'p')).toEqual({ allowedKeys });
  });

  it.each<[string, string[]]>([
    ['', [': it is empty; the policy with all defaults is {}']],
    [' \n', [': it is empty; the policy with all defaults is {}']],
    ['null', [': it must be a map of members, not null']],
    ['# nothing said\n', [': it must be a map of members, not null']],
    ['[]', [': it must be a map of members, not a list']],
    ['alias/ml', [': it must be a map of members, not "alias/ml"']],
    [
      'keyPolicy: [',
      [
        ': Flow sequence in block collection must be sufficiently indented and end with a ] at line 1, column 13',
      ],
    ],
    ['keyPolicy: *x', [': Unresolved alias (the anchor must be set before the alias): x']],
    ['keyPolicy: present\nkeyPolicy: present', [': Map keys must be unique at line 2, column 1']],
    [
      '{"keyPolicy":"presnt"}',
      ['keyPolicy: must be "present" or "wellFormed" or "customerManaged" or "verified", not "presnt"'],
    ],
    [
      '{"keyPolicy":null}',
      ['keyPolicy: must be "present" or "wellFormed" or "customerManaged" or "verified", not null'],
    ],
    ['{"allowedKeys":"alias/ml"}', ['allowedKeys: must be a list, not "alias/ml"']],
    [
      '{"allowedKeys":["",[],{}]}',
      [
        'allowedKeys[0]: must not be empty',
        'allowedKeys[1]: must be text (in quotation marks, if it reads as a number), not a list',
        'allowedKeys[2]: must be text (in quotation marks, if it reads as a number), not a map',
      ],
    ],
    [
      '{"localStorageFamilies":["ml.g5.xlarge"]}',
      ['localStorageFamilies[0]: must be an instance family such as ml.x9d or x9d'],
    ],
    [
      '{"localStorageFamilies":["ml.m5","c7g","x9d"]}',
      [
        'localStorageFamilies[0]: is a family without local storage: its storage is on EBS volumes',
        'localStorageFamilies[1]: is a family without local storage: its storage is on EBS volumes',
      ],
    ],
    [
      '{"exemptions":[{"reason":"r","expires":"2027-01-01"}]}',
      [
        'exemptions[0]: must name at least one of account, region, stack, resource, or it would exempt everything',
      ],
    ],
    [
      `{"undetermined":"${'x'.repeat(80)}"}`,
      [`undetermined: must be "defer" or "fail", not "${'x'.repeat(59)}...`],
    ],
    [
      '{"alsoRequire":["dataCapture","logs"]}',
      ['alsoRequire[1]: must be "dataCapture" or "asyncOutput" or "coreDump", not "logs"'],
    ],
    [
      '{"exemptions":[{"account":123456789012,"expires":"2026-02-30"}, 1]}',
      [
        'exemptions[0].account: must be text (in quotation marks, if it reads as a number), not 123456789012',
        'exemptions[0].reason: is missing',
        `exemptions[0].expires: ${noDate}`,
        'exemptions[1]: must be a map, not 1',
      ],
    ],
    [
      '{"keypolicy":"present","constructor":1,"__proto__":1,"exemptions":[{"reason":"r","expire":"2027-01-01"}]}',
      [
        'keypolicy: there is no such member; did you mean keyPolicy?',
        `constructor: ${noMember}`,
        `__proto__: ${noMember}`,
        'exemptions[0].expire: there is no such member; did you mean expires?',
        'exemptions[0].expires: is missing',
      ],
    ],
    ['{"LambdaFunction":"arn"}', [`LambdaFunction: ${noMember}`]],
    ['{"exemptions":{"team":1}}', ['exemptions: must be a list, not a map']],
    [
      '{"exemptions":[{"team":"a","account":"1","reason":"","expires":"soon"}]}',
      [
        'exemptions[0].team: there is no such member; known are account, region, stack, resource, reason, expires',
        'exemptions[0].reason: must not be empty',
        `exemptions[0].expires: ${noDate}`,
      ],
    ],
    [
      '{"allowedKeys":[true]}',
      ['allowedKeys[0]: must be text (in quotation marks, if it reads as a number), not true'],
    ],
    [
      `{"undetermined":"${'x'.repeat(58)}"}`,
      [`undetermined: must be "defer" or "fail", not "${'x'.repeat(58)}"`],
    ],
  ])('names everything that is wrong with %s', async (text, expected) => {
    const found = await issuesOf(text);
    expect(found).toEqual(expected);
  });

  it('keeps what the YAML reader threw as the cause', async () => {
    await expect(parsePolicy('a: [', 'p')).rejects.toMatchObject({
      name: 'PolicyError',
      cause: { name: 'YAMLParseError' },
    });
  });
});

it('a policy that is refused is not quoted in a warning on the way', async () => {
  const emitWarning = vi.spyOn(process, 'emitWarning').mockReturnValue();
  await expect(parsePolicy('{ { keyPolicy: present }: verified }', 'policy')).rejects.toThrow(noMember);
  expect(emitWarning).not.toHaveBeenCalled();
  emitWarning.mockRestore();
});

describe('a hook’s type configuration', () => {
  it.each<[unknown, object]>([
    [undefined, {}],
    [null, {}],
    [{}, {}],
    [{ LambdaFunction: 'arn:aws:lambda:eu-west-1:123456789012:function:guard' }, {}],
    [{ LambdaFunction: 'arn', keyPolicy: 'wellFormed' }, { keyPolicy: 'wellFormed' }],
  ])('%j says %j', (hookModel, expected) => {
    expect(policyOfHookModel(hookModel)).toEqual(expected);
  });

  it.each<[unknown, string]>([
    ['text', 'The policy in hookModel cannot be used: it must be a map of members, not "text"'],
    [[], 'The policy in hookModel cannot be used: it must be a map of members, not a list'],
    [
      { keyPolicys: [] },
      'The policy in hookModel cannot be used: keyPolicys: there is no such member; did you mean',
    ],
  ])('%j is no policy', (hookModel, message) => {
    expect(() => policyOfHookModel(hookModel)).toThrow(message);
  });
});

describe('merging', () => {
  it('gives the defaults of the contract where nothing is said', () => {
    expect(defaultPolicy).toEqual({
      keyPolicy: 'present',
      allowedKeys: [],
      localStorage: 'require',
      localStorageFamilies: [],
      undetermined: 'defer',
      alsoRequire: [],
      exemptions: [],
    });
  });

  it('takes each member from the highest document that has it', () => {
    const merged = mergePolicies(
      { keyPolicy: 'wellFormed', allowedKeys: ['a', 'b'], undetermined: 'fail' },
      { keyPolicy: 'present', allowedKeys: [], undetermined: undefined },
    );
    expect(merged).toEqual({ ...defaultPolicy, undetermined: 'fail' });
  });
});

describe('the nearest name', () => {
  it.each([
    ['keyPolcy', 'keyPolicy'],
    ['KEYPOLICY', 'keyPolicy'],
    ['kyePoliyc', 'keyPolicy'],
    ['keyPolicyxy', 'keyPolicy'],
    ['keyPo', 'keyPolicy'],
    ['k', undefined],
    ['al', 'allowedKeys'],
    ['a', undefined],
    ['keyPolxyz', undefined],
    ['lgo', 'log'],
    ['lg', 'log'],
    ['gol', undefined],
    ['xy', undefined],
    ['also_Require', undefined],
    ['', undefined],
    ['x'.repeat(1000), undefined],
    ['keyPolicy'.repeat(5), undefined],
  ])('of %s', (name, expected) => {
    expect(nearest(name, ['keyPolicy', 'allowedKeys', 'log'])).toBe(expected);
  });
});
