/** Random templates in which every value can be told, because all parameters are given. */

import fc from 'fast-check';

export interface Case {
  readonly template: Record<string, unknown>;
  readonly parameters: Readonly<Record<string, string>>;
}

const word = fc.constantFrom(
  '',
  'a',
  'dev',
  'prod',
  'alias/k',
  'x,y',
  'ml.g5.xlarge',
  'ml.m5.large',
  '10.0.1',
);
const delimiter = fc.constantFrom('', ',', '-', '/');
const condition = fc.constantFrom('IsProd', 'HasKey', 'Both', 'Either', 'Neither');

/** Functions that `AWS::LanguageExtensions` brings, or lets stand in more places. */
const extensionsOfText = (text: fc.Arbitrary<unknown>) => [
  fc.tuple(text, fc.constantFrom('key', 'type', 'none'), text).map(([first, second, fallback]) => ({
    'Fn::FindInMap': ['Of', first, second, { DefaultValue: fallback }],
  })),
  text.map((value) => ({ 'Fn::ToJsonString': { V: value, L: [1, true, value] } })),
];

/** @param extended with what `AWS::LanguageExtensions` brings */
const valuesOf = (extended: boolean) =>
  fc.letrec<{ text: unknown; list: unknown; item: unknown }>((tie) => ({
    text: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      word,
      fc
        .constantFrom('Key', 'Env', 'AWS::Region', 'AWS::AccountId', 'AWS::Partition')
        .map((name) => ({ Ref: name })),
      fc
        .constantFrom('${Env}', 'a${Key}b', '${AWS::Region}/${!Env}', '$${Env}')
        .map((hole) => ({ 'Fn::Sub': hole })),
      tie('text').map((value) => ({ 'Fn::Sub': ['<${It}-${Env}>', { It: value }] })),
      fc.tuple(delimiter, tie('list')).map((join) => ({ 'Fn::Join': join })),
      fc.tuple(fc.constantFrom(0, 0, '0', 1), tie('list')).map((select) => ({ 'Fn::Select': select })),
      fc.constantFrom('key', 'type').map((second) => ({ 'Fn::FindInMap': ['Of', { Ref: 'Env' }, second] })),
      fc.tuple(condition, tie('text'), tie('text')).map((choice) => ({ 'Fn::If': choice })),
      tie('text').map((value) => ({ 'Fn::Base64': value })),
      ...(extended ? extensionsOfText(tie('text')) : []),
    ),
    item: fc.oneof(
      { weight: 19, arbitrary: tie('text') },
      { weight: 1, arbitrary: fc.constant({ Ref: 'AWS::NoValue' }) },
    ),
    list: fc.oneof(
      fc.array(tie('item'), { minLength: 1, maxLength: 3 }),
      fc.constant({ Ref: 'Names' }),
      fc.tuple(fc.constantFrom(',', '-', '/'), tie('text')).map((split) => ({ 'Fn::Split': split })),
      fc.tuple(condition, tie('list'), tie('list')).map((choice) => ({ 'Fn::If': choice })),
    ),
  }));

const nothing = { Ref: 'AWS::NoValue' };
/** What may stand for a property, but not inside every function. */
const propertyOf = (text: fc.Arbitrary<unknown>, list: fc.Arbitrary<unknown>, extended: boolean) =>
  fc.oneof(
    { weight: 4, arbitrary: text },
    {
      weight: 2,
      arbitrary: fc.tuple(condition, text).map(([name, value]) => ({ 'Fn::If': [name, value, nothing] })),
    },
    ...(extended ? [{ weight: 1, arbitrary: list.map((value) => ({ 'Fn::Length': value })) }] : []),
    { weight: 1, arbitrary: fc.constant(nothing) },
  );

const Conditions = fc.record({
  IsProd: fc.constant({ 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] }),
  HasKey: fc.constant({ 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Key' }, ''] }] }),
  Both: fc.constant({ 'Fn::And': [{ Condition: 'IsProd' }, { Condition: 'HasKey' }] }),
  Either: fc
    .tuple(word, word)
    .map((sides) => ({ 'Fn::Or': [{ Condition: 'Both' }, { 'Fn::Equals': sides }] })),
  Neither: fc.constant({ 'Fn::Not': [{ Condition: 'Either' }] }),
});
const conditionLoop = {
  'Fn::ForEach::Envs': ['E', ['dev', 'prod'], { 'Is${E}Env': { 'Fn::Equals': [{ Ref: 'Env' }, '${E}'] } }],
};

function configOf(extended: boolean, name?: string) {
  const { text, list } = valuesOf(extended);
  const property = propertyOf(text, list, extended);
  return fc.tuple(property, property, list).map(([KmsKeyId, InstanceType, Tags]) => ({
    Type: 'AWS::SageMaker::EndpointConfig',
    ...(name && { Condition: name }),
    Properties: { KmsKeyId, ProductionVariants: [{ VariantName: 'v', InstanceType }], Tags },
  }));
}

/** A body in whose texts the items of the loops stand. */
const looped = (...names: readonly string[]) => ({
  Type: 'AWS::SageMaker::${Kind}',
  Properties: {
    KmsKeyId: { 'Fn::Sub': names.map((name) => `\${${name}}`).join('/') },
    ProductionVariants: names.map((name) => ({ InstanceType: { Ref: name }, VariantName: `&{${name}}` })),
  },
});

const items = fc.oneof(
  fc.constant({ Ref: 'Names' }),
  fc.uniqueArray(fc.constantFrom('a', 'b', '10.0', 'alias/x'), { minLength: 1, maxLength: 3 }),
);
const kinds = fc.constantFrom(['EndpointConfig'], ['EndpointConfig', 'Model'], ['Endpoint']);
const loops = fc.tuple(items, items, kinds, fc.boolean()).map(([outer, inner, kind, deep]) => ({
  'Fn::ForEach::Kinds': [
    'Kind',
    kind,
    {
      'Fn::ForEach::Outer': [
        'O',
        outer,
        deep
          ? { 'Fn::ForEach::Inner': ['I', inner, { 'L${Kind}&{O}x&{I}': looped('O', 'I') }] }
          : { 'L${Kind}&{O}': { ...looped('O'), Condition: 'Is${E}Env'.replace('${E}', 'dev') } },
      ],
    },
  ],
}));

const parameters = fc.record({
  Key: fc.constantFrom('', 'alias/k', '1234abcd-12ab-34cd-56ef-1234567890ab'),
  Env: fc.constantFrom('dev', 'prod', 'test'),
  Names: fc.constantFrom('a', 'a,b', 'x/y, z'),
});

const declarations = {
  Parameters: { Key: { Type: 'String' }, Env: { Type: 'String' }, Names: { Type: 'CommaDelimitedList' } },
  Mappings: {
    Of: {
      dev: { key: 'alias/dev', type: 'ml.m5.large' },
      prod: { key: '', type: 'ml.g5.xlarge' },
      test: { key: 'mrk', type: '' },
    },
  },
};

const configs = (extended: boolean) => ({
  Plain: configOf(extended),
  Conditional: condition.chain((name) => configOf(extended, name)),
});

/** Templates with `AWS::LanguageExtensions`. */
export const extendedCases: fc.Arbitrary<Case> = fc
  .record({ Conditions, loops, parameters, ...configs(true) })
  .map(({ Conditions, loops, parameters, Plain, Conditional }) => ({
    parameters,
    template: {
      Transform: 'AWS::LanguageExtensions',
      ...declarations,
      Conditions: { ...Conditions, ...conditionLoop },
      Resources: { Plain, Conditional, ...loops },
    },
  }));

/** Templates without a transform. */
export const plainCases: fc.Arbitrary<Case> = fc
  .record({ Conditions, parameters, ...configs(false) })
  .map(({ Conditions, parameters, Plain, Conditional }) => ({
    parameters,
    template: { ...declarations, Conditions, Resources: { Plain, Conditional } },
  }));
