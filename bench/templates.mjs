// Generates templates up to the size that CloudFormation allows.

const FUNCTION = (index, size) => {
  const variables = [];
  for (let length = 0, key = 0; length < size; key++) {
    const line = `          VAR_${key}: !Sub "\${AWS::StackName}-value-${index}-${key}"`;
    variables.push(line);
    length += line.length + 1;
  }
  return `  Function${index}:
    Type: AWS::Lambda::Function
    Properties:
      Handler: index.handler
      Runtime: nodejs24.x
      Role: !GetAtt Role.Arn
      Environment:
        Variables:
${variables.join('\n')}
      Code:
        ZipFile: |
          exports.handler = async () => {
            return { statusCode: 200 }
          }
      Tags:
        - Key: team
          Value: models
        - { Key: region, Value: !Ref "AWS::Region" }
`;
};

const CONFIG = (index) => `  Config${index}:
    Type: AWS::SageMaker::EndpointConfig
    Properties:
      KmsKeyId: !If [HasKey, !Ref KeyArn, !GetAtt Key.Arn]
      ProductionVariants:
        - ModelName: !Sub "model-${index}"
          VariantName: AllTraffic
          InitialInstanceCount: !If [HasKey, 2, 1]
          InstanceType: ml.m5.large
`;

const HEAD = `AWSTemplateFormatVersion: "2010-09-09"
Description: functions and endpoint configurations
Parameters:
  KeyArn:
    Type: String
    Default: ""
Conditions:
  HasKey: !Not [!Equals [!Ref KeyArn, ""]]
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties: {}
  Role:
    Type: AWS::IAM::Role
    Properties: {}
`;

/**
 * YAML of about `size` characters.
 * @param {{resources: number, configs: number, size: number}} shape
 */
export function yamlTemplate({ resources, configs, size }) {
  const others = resources - configs - 2;
  const each = Math.max(60, Math.floor((size - configs * 420) / others) - 480);
  const every = configs > 0 ? Math.floor(resources / configs) : Number.POSITIVE_INFINITY;
  let text = HEAD;
  let made = 0;
  for (let index = 0; index < resources - 2; index++) {
    if (made < configs && index % every === 0) {
      text += CONFIG(index);
      made++;
    } else text += FUNCTION(index, each);
  }
  return text;
}

/** A similar template as JSON, with the long form of functions. */
export function jsonTemplate({ resources, configs, size }) {
  const template = {
    Parameters: { KeyArn: { Type: 'String', Default: '' } },
    Conditions: { HasKey: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'KeyArn' }, ''] }] } },
    Resources: { Key: { Type: 'AWS::KMS::Key', Properties: {} } },
  };
  const each = Math.floor((size - configs * 420) / (resources - configs));
  for (let index = 0; index < resources - 1; index++) {
    if (index < configs) {
      template.Resources[`Config${index}`] = {
        Type: 'AWS::SageMaker::EndpointConfig',
        Properties: {
          KmsKeyId: { 'Fn::If': ['HasKey', { Ref: 'KeyArn' }, { 'Fn::GetAtt': ['Key', 'Arn'] }] },
          ProductionVariants: [{ ModelName: 'm', VariantName: 'v', InstanceType: 'ml.m5.large' }],
        },
      };
      continue;
    }
    const variables = {};
    for (let length = 200, key = 0; length < each; key++, length += 62) {
      variables[`VAR_${key}`] = { 'Fn::Sub': `\${AWS::StackName}-value-${index}-${key}` };
    }
    template.Resources[`Function${index}`] = {
      Type: 'AWS::Lambda::Function',
      Properties: { Handler: 'index.handler', Environment: { Variables: variables } },
    };
  }
  return JSON.stringify(template, null, 1);
}

/** A text of `size` characters with aliases of aliases that stand for far more, in a property that the guard reads. */
export function aliasBomb(size) {
  const levels = ['x0: &x0 [a, a, a, a, a, a, a, a, a]'];
  for (let level = 1; level < 12; level++) {
    levels.push(
      `x${level}: &x${level} [${Array(9)
        .fill(`*x${level - 1}`)
        .join(', ')}]`,
    );
  }
  const body = `${levels.join('\n')}
Resources:
  Config:
    Type: AWS::SageMaker::EndpointConfig
    Properties:
      ProductionVariants: *x11
`;
  const filler = FUNCTION(0, 1500);
  let text = body;
  for (let index = 0; text.length < size; index++) text += filler.replace('Function0', `Function${index}`);
  return text;
}
