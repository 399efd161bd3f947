import { describe, expect, it } from 'vitest';
import { readParameters } from '../../src/cli/call/parameters.js';
import { check, checkJson, diagnostics, folderWith, places, template } from './check-support.js';

const read = async (files: Readonly<Record<string, string>>, assignments: readonly string[] = []) =>
  Object.fromEntries(await readParameters(Object.keys(files), assignments, folderWith(files)));

describe('files of parameters', () => {
  it.each([
    [
      'create-stack',
      '[{"ParameterKey": "A", "ParameterValue": "1"}, {"ParameterKey": "B", "ParameterValue": ""}]',
    ],
    ['deploy, as a list', '["A=1", "B="]'],
    ['deploy, line by line', '# values\nA=1\r\n\n  B=\n'],
    ['CodePipeline', '{"Parameters": {"A": "1", "B": ""}, "Tags": {"T": "t"}, "StackPolicy": {}}'],
    ['a plain map', '{"A": 1, "B": ""}'],
    ['with a byte order mark', '\ufeff{"A": 1, "B": ""}'],
  ])('%s', async (_name, text) => {
    expect(await read({ 'p.json': text })).toEqual({ A: '1', B: '' });
  });

  it('keep signs of equality, lists and truth values', async () => {
    expect(await read({ p: '["A=b=c"]' })).toEqual({ A: 'b=c' });
    expect(await read({ p: '{"A": ["x", "y"], "B": true}' })).toEqual({ A: 'x,y', B: 'true' });
    expect(await read({ p: '{"Parameters": "x"}' })).toEqual({ Parameters: 'x' });
  });

  it('leave open what is filled in elsewhere', async () => {
    const previous = '[{"ParameterKey": "A", "UsePreviousValue": true}]';
    expect(await read({ p: previous })).toEqual({ A: undefined });
    expect(await read({ p: '{"A": ["x", {"Fn::GetParam": ["x", "y", "z"]}]}' })).toEqual({ A: undefined });
    expect(await read({ p: '{"Parameters": {"A": {"Fn::GetParam": ["x", "y", "z"]}}}' })).toEqual({
      A: undefined,
    });
  });

  it('yield to later ones and to --parameter', async () => {
    expect(await read({ p: 'A=1\nB=1\nC=1', q: '{"B": 2, "C": 2}' }, ['C=3'])).toEqual({
      A: '1',
      B: '2',
      C: '3',
    });
  });

  it('may be named as the AWS CLI does', async () => {
    const cwd = folderWith({ 'p.json': '{"A": "1"}' });
    expect((await readParameters(['file://p.json'], [], cwd)).get('A')).toBe('1');
  });

  it.each([
    ['no JSON', '{"A": ', '--parameters p is not valid JSON: '],
    ['a word', 'A\n', '--parameters p takes Key=Value, not "A"'],
    ['no name', '=1', '--parameters p takes Key=Value, not "=1"'],
    ['a name that is none', '{"A-B": 1}', '"A-B" is not the name of a parameter (letters and digits only)'],
    ['an item of another shape', '[{"Key": "A"}]', 'every item must be "Key=Value" or have a ParameterKey'],
    ['an item without a value', '[{"ParameterKey": "A"}]', 'A has no ParameterValue'],
    ['a map as a value', '{"A": {"b": 1}}', 'the value of A must be a string, not {"b":1}'],
    ['null as a value', '{"A": null}', 'the value of A must be a string, not null'],
  ])('are refused: %s', async (_name, text, message) => {
    await expect(read({ p: text })).rejects.toThrow(message);
  });

  it('are refused where they cannot be read, or a parameter is given twice', async () => {
    expect(() => readParameters(['gone.json'], [], '/')).toThrow(
      '--parameters gone.json: there is no such file',
    );
    await expect(read({}, ['A=1', 'A=2'])).rejects.toThrow('--parameter A is given more than once');
  });
});

describe('values', () => {
  const head =
    "Parameters:\n  Key: {Type: String, Default: ''}\n  Stage: {Type: String, Default: dev, AllowedValues: [dev, prod]}";
  const cwd = () => folderWith({ 'a.yaml': template('KmsKeyId: !Ref Key', { head }) });

  it('decide, and defaults where there are none', async () => {
    const bare = await checkJson(['a.yaml'], cwd());
    expect(places(bare)).toEqual(['a.yaml:8:7 Config nonCompliant keyAbsent']);
    expect(bare.results[0]?.restsOnDefaults).toEqual(['Key']);
    const given = await checkJson(['a.yaml', '--parameter', 'Key=alias/a'], cwd());
    expect(places(given)).toEqual(['a.yaml:8:7 Config compliant keyPresent']);
    expect(given.results[0]?.restsOnDefaults).toBeUndefined();
  });

  it('are open where nobody can tell them, whatever the default', async () => {
    const folder = folderWith({
      'a.yaml': template('KmsKeyId: !Ref Key', { head: head.replace("''", 'alias/default') }),
      'p.json': '[{"ParameterKey": "Key", "UsePreviousValue": true}]',
    });
    const ran = await checkJson(['a.yaml', '--parameters', 'p.json'], folder);
    expect(places(ran)).toEqual(['a.yaml:8:7 Config undetermined keyUnknown']);
  });

  it('are open also for a parameter whose declaration is empty', async () => {
    const folder = folderWith({
      'a.yaml': template('KmsKeyId: !Ref Key', { head: 'Parameters: {Key: }' }),
      'p.json': '[{"ParameterKey": "Key", "UsePreviousValue": true}]',
    });
    const ran = await checkJson(['a.yaml', '--parameters', 'p.json'], folder);
    expect(places(ran)).toEqual(['a.yaml:6:7 Config undetermined keyUnknown']);
  });

  it('are held against their constraints, at the place of the declaration', async () => {
    const ran = await check(['a.yaml', '--parameter', 'Stage=prd'], cwd());
    expect(ran.code).toBe(2);
    expect(diagnostics(ran)).toEqual([
      'error: a.yaml:3:3: the value "prd" of parameter Stage is not one of its AllowedValues (dev, prod): did you mean prod?',
    ]);
    const long = template('', { head: 'Parameters: {Stage: {Type: String, MaxLength: 2}}' });
    const other = await check(['a.yaml', '--parameter', 'Stage=prod'], folderWith({ 'a.yaml': long }));
    expect(diagnostics(other)).toEqual([
      'error: a.yaml:1:14: the value "prod" of parameter Stage is longer than its MaxLength of 2',
    ]);
  });

  it('are held against the Rules of the template, the defaults of others among them', async () => {
    const rule = `Rules:
  KeyInProduction:
    RuleCondition: !Equals [!Ref Stage, prod]
    Assertions: [{Assert: !Not [!Equals [!Ref Key, '']], AssertDescription: production needs a key}]`;
    const folder = folderWith({ 'a.yaml': template('KmsKeyId: !Ref Key', { head: `${head}\n${rule}` }) });
    const refused = await check(['a.yaml', '--parameter', 'Stage=prod'], folder);
    expect(refused.code).toBe(2);
    expect(diagnostics(refused)).toEqual([
      'error: a.yaml:5:3: the rule KeyInProduction refuses the parameter values, as CloudFormation will: production needs a key',
    ]);
    const both = ['a.yaml', '--parameter', 'Stage=prod', '--parameter', 'Key=alias/a'];
    expect(places(await checkJson(both, folder))).toEqual(['a.yaml:12:7 Config compliant keyPresent']);
    // Where no value is given, it is the template that is judged.
    const text = `${head.replace('Default: dev', 'Default: prod')}\n${rule}`;
    const alone = folderWith({ 'a.yaml': template('KmsKeyId: !Ref Key', { head: text }) });
    expect(places(await checkJson(['a.yaml'], alone))).toEqual(['a.yaml:12:7 Config nonCompliant keyAbsent']);
  });

  it('belong to the templates that declare them, also to those that need no reading', async () => {
    const folder = folderWith({
      'a.yaml': template('KmsKeyId: alias/a'),
      'b.yaml': 'Parameters:\n  Bucket: {Type: String}\nResources:\n  B: {Type: AWS::S3::Bucket}\n',
    });
    expect((await check(['.', '--parameter', 'Bucket=x'], folder)).code).toBe(0);
    expect((await check(['.', '--parameter', 'Buckets=x'], folder)).stderr).toBe(
      'kms-guard: no template declares the parameter Buckets\n',
    );
  });

  it('may come from a file for other stacks too', async () => {
    const ran = await checkJson(
      ['a.yaml', '--parameters', 'p.txt'],
      folderWith({
        'a.yaml': template('KmsKeyId: !Ref Key', { head }),
        'p.txt': 'Key=alias/a\nBucket=b\n',
      }),
    );
    expect(places(ran)).toEqual(['a.yaml:8:7 Config compliant keyPresent']);
  });

  it('of a list parameter split at commas', async () => {
    const list = template('KmsKeyId: !Select [1, !Ref Keys]', {
      head: 'Parameters: {Keys: {Type: CommaDelimitedList}}',
    });
    const ran = await checkJson(['a.yaml', '--parameter', 'Keys=,alias/b'], folderWith({ 'a.yaml': list }));
    expect(places(ran)).toEqual(['a.yaml:6:7 Config compliant keyPresent']);
  });
});

describe('defaults', () => {
  const withDefault = (text: string, head: string) => folderWith({ 'a.yaml': template(text, { head }) });

  it('are not named where the verdict is the same without them', async () => {
    const head =
      'Parameters: {Name: {Type: String, Default: x}, Key: {Type: String, MinLength: 1, Default: alias/a}}';
    const ran = await checkJson(
      ['a.yaml'],
      withDefault('KmsKeyId: !Ref Key\nEndpointConfigName: !Ref Name', head),
    );
    expect(ran.results[0]).toMatchObject({ verdict: 'compliant' });
    expect(ran.results[0]?.restsOnDefaults).toBeUndefined();
  });

  it('are named where a condition hangs on them', async () => {
    const head =
      'Parameters: {Stage: {Type: String, Default: prod}}\nConditions: {Prod: !Equals [!Ref Stage, prod]}';
    const ran = await checkJson(['a.yaml'], withDefault("KmsKeyId: !If [Prod, alias/a, '']", head));
    expect(ran.results[0]).toMatchObject({ verdict: 'compliant', restsOnDefaults: ['Stage'] });
  });

  it('are not named where the loop is given its list, or has it written out', async () => {
    const loop = (list: string) =>
      [
        'Transform: AWS::LanguageExtensions',
        'Parameters: {Teams: {Type: CommaDelimitedList, Default: "Red,Blue"}, Other: {Type: String, Default: a}}',
        'Resources:',
        '  Fn::ForEach::Teams:',
        '    - Team',
        `    - ${list}`,
        '    - Config${Team}: {Type: AWS::SageMaker::EndpointConfig, Properties: {KmsKeyId: !Ref Other}}',
        '',
      ].join('\n');
    const given = await checkJson(
      ['a.yaml', '--parameter', 'Teams=Red'],
      folderWith({ 'a.yaml': loop('!Ref Teams') }),
    );
    expect(given.results.map(({ restsOnDefaults }) => restsOnDefaults)).toEqual([['Other']]);
    const written = await checkJson(['a.yaml'], folderWith({ 'a.yaml': loop('[Red]') }));
    expect(written.results.map(({ restsOnDefaults }) => restsOnDefaults)).toEqual([['Other']]);
  });

  it('are named where a loop hangs on them', async () => {
    const loop = [
      'Transform: AWS::LanguageExtensions',
      'Parameters: {Teams: {Type: CommaDelimitedList, Default: "Red,Blue"}}',
      'Resources:',
      '  Fn::ForEach::Teams:',
      '    - Team',
      '    - !Ref Teams',
      '    - Config${Team}: {Type: AWS::SageMaker::EndpointConfig, Properties: {}}',
      '',
    ].join('\n');
    const ran = await checkJson(['a.yaml'], folderWith({ 'a.yaml': loop }));
    expect(ran.results.map(({ logicalId, restsOnDefaults }) => [logicalId, restsOnDefaults])).toEqual([
      ['ConfigBlue', ['Teams']],
      ['ConfigRed', ['Teams']],
    ]);
  });
});
