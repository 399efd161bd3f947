import { describe, expect, it } from 'vitest';
import { readParameters } from '../../src/cli/call/parameters.js';
import { check, checkJson, folderWith, places, template } from './check-support.js';

const read = async (text: string) =>
  Object.fromEntries(readParameters(['samconfig.toml'], [], folderWith({ 'samconfig.toml': text })));

const deploy = (overrides: string) =>
  `version = 0.1\n[default.deploy.parameters]\nstack_name = "s"\nparameter_overrides = ${overrides}\n`;

describe('the parameter values of a samconfig.toml', () => {
  it.each([
    ['as sam deploy --guided writes them', String.raw`"A=\"1\" B=\"two words\""`],
    ['without quotation marks, and with a backslash', String.raw`'A=1 B=two\ words'`],
    ['in single quotation marks', `"A='1' 'B=two words'"`],
    [
      'in the form of create-stack',
      `'ParameterKey=A,ParameterValue=1 ParameterKey=B,ParameterValue="two words"'`,
    ],
    ['on lines of their own', `"""\n  A=1\n  B="two words"\n"""`],
    ['as a list', String.raw`["A=1", "B=\"two words\""]`],
    ['as a map', '{ A = 1, B = "two words" }'],
  ])('%s', async (_name, overrides) => {
    expect(await read(deploy(overrides))).toEqual({ A: '1', B: 'two words' });
  });

  it('may hold quotation marks and signs of equality', async () => {
    expect(await read(deploy(String.raw`'A="say \"b=c\"" D= E=""'`))).toEqual({
      A: 'say "b=c"',
      D: '',
      E: '',
    });
  });

  it('are those of all commands where sam deploy has none of its own', async () => {
    const global = '[default.global.parameters]\nparameter_overrides = "A=global"\n';
    expect(await read(global)).toEqual({ A: 'global' });
    expect(await read(`${global}${deploy('"A=own"')}`)).toEqual({ A: 'own' });
  });

  it.each([
    [
      'a line that is no TOML',
      '[default]\nA = \n',
      /^--parameters samconfig\.toml:2:5: not valid TOML: [^\n]+$/,
    ],
    ['none', 'version = 0.1\n', /has no parameter_overrides in \[default\.deploy\.parameters\]$/],
    [
      'those of another environment',
      deploy('"A=1"').replace('[default', '[prod'),
      /in \[default\.deploy\.parameters\]; those of \[prod\.deploy\.parameters\] are not read: pass them with --parameter$/,
    ],
    ['a word', deploy('"A"'), /takes Key=Value, not "A"$/],
    ['an item of another shape', deploy('[1]'), /every item must be "Key=Value"/],
  ])('are refused: %s', async (_name, text, message) => {
    await expect(read(text)).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringMatching(message),
    });
  });

  it('decide, as others do', async () => {
    const head = "Parameters: {Key: {Type: String, Default: ''}}";
    const folder = folderWith({
      'a.yaml': template('KmsKeyId: !Ref Key', { head }),
      'samconfig.toml': deploy('"Key=alias/mine"'),
    });
    const ran = await checkJson(['a.yaml', '--parameters', 'samconfig.toml'], folder);
    expect(places(ran)).toEqual(['a.yaml:6:7 Config compliant keyPresent']);
    expect(
      (await check(['a.yaml', '--parameters', 'samconfig.toml', '--parameter', 'Key='], folder)).code,
    ).toBe(1);
  });
});

it('--parameter takes the shorthand of create-stack too', async () => {
  const values = readParameters([], ['ParameterKey=A,ParameterValue=b,c=d'], '/');
  expect(Object.fromEntries(values)).toEqual({ A: 'b,c=d' });
});
