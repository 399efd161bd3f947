// Expands the few SAM constructs that template.yaml uses into plain CloudFormation, as SAM's transform does. The
// logical ids are the same, so a stack can be updated with either template. The integration suite compares the result
// with SAM's real translator. An unknown construct is an error: the deployed stack would lack what it stands for.
import { createHash } from 'node:crypto';

/** The properties of a SAM function that have the same name in CloudFormation. */
const shared = [
  'Architectures',
  'Description',
  'Environment',
  'LoggingConfig',
  'MemorySize',
  'Role',
  'Runtime',
  'Timeout',
];
/** The other properties that this script can expand. */
const expanded = [
  'AutoPublishAlias',
  'AutoPublishAliasAllProperties',
  'CodeUri',
  'DeploymentPreference',
  'Handler',
  'VersionDescription',
];

/**
 * @param template template.yaml as data, with the long form of functions
 * @param code the function's code: one file that exports `handler`
 * @returns the same template without SAM
 */
export function expandSam(template, code) {
  const { Transform, ...plain } = template;
  only('The template', { Transform }, { Transform: 'AWS::Serverless-2016-10-31' });
  if ('Globals' in plain) throw unknown('The template', 'Globals');
  const functions = Object.entries(plain.Resources).filter(([, { Type }]) =>
    Type.startsWith('AWS::Serverless'),
  );
  const [[id, resource] = [], ...others] = functions;
  if (resource?.Type !== 'AWS::Serverless::Function' || others.length > 0) {
    throw new Error(
      `The template must have exactly one resource of SAM, an AWS::Serverless::Function, but has ${functions.map(([, { Type }]) => Type)}`,
    );
  }
  const made = expandFunction(id, resource, code);
  const resources = Object.entries(plain.Resources).flatMap(([name, value]) =>
    name === id ? Object.entries(made.resources) : [[name, value]],
  );
  const result = { ...plain, Resources: Object.fromEntries(resources) };
  return pointAtMade(result, id, made);
}

function expandFunction(id, { Type, Metadata, Properties, ...attributes }, code) {
  known(id, attributes, []);
  known(id, Properties, [...shared, ...expanded]);
  const { AutoPublishAlias, DeploymentPreference, VersionDescription } = Properties;
  known(`${id}.DeploymentPreference`, DeploymentPreference, ['Alarms', 'Role', 'Type']);
  only(id, Properties, {
    AutoPublishAlias: 'live',
    AutoPublishAliasAllProperties: true,
    CodeUri: '.',
    Handler: 'handler.handler',
  });

  const own = Object.fromEntries(Object.entries(Properties).filter(([name]) => shared.includes(name)));
  // CloudFormation writes inline code into index.js.
  const properties = { ...own, Handler: 'index.handler', Code: { ZipFile: code } };
  const hash = createHash('sha256').update(JSON.stringify(properties)).digest('hex').slice(0, 10);
  const names = {
    alias: `${id}Alias${AutoPublishAlias}`,
    application: 'ServerlessDeploymentApplication',
    group: `${id}DeploymentGroup`,
    // A published version never changes, so new code or new settings need a new resource. With
    // AutoPublishAliasAllProperties, SAM's name for it depends on all properties of the function too.
    version: `${id}Version${hash}`,
  };
  const resources = {
    [id]: { Type: 'AWS::Lambda::Function', Properties: properties },
    [names.version]: {
      Type: 'AWS::Lambda::Version',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        FunctionName: { Ref: id },
        Description: VersionDescription,
      },
    },
    [names.alias]: {
      Type: 'AWS::Lambda::Alias',
      UpdatePolicy: {
        CodeDeployLambdaAliasUpdate: {
          ApplicationName: { Ref: names.application },
          DeploymentGroupName: { Ref: names.group },
        },
      },
      Properties: {
        Name: AutoPublishAlias,
        FunctionName: { Ref: id },
        FunctionVersion: { 'Fn::GetAtt': [names.version, 'Version'] },
      },
    },
    [names.application]: { Type: 'AWS::CodeDeploy::Application', Properties: { ComputePlatform: 'Lambda' } },
    [names.group]: deploymentGroup(names.application, DeploymentPreference),
  };
  return { ...names, resources };
}

function deploymentGroup(application, { Alarms, Role, Type }) {
  const events = ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'];
  return {
    Type: 'AWS::CodeDeploy::DeploymentGroup',
    Properties: {
      ApplicationName: { Ref: application },
      ServiceRoleArn: Role,
      DeploymentConfigName: { 'Fn::Sub': ['CodeDeployDefault.Lambda${ConfigName}', { ConfigName: Type }] },
      DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
      AlarmConfiguration: { Enabled: true, Alarms: Alarms.map((Name) => ({ Name })) },
      AutoRollbackConfiguration: { Enabled: true, Events: events },
    },
  };
}

/**
 * Replaces SAM's references to the resources that it makes from a function. Two are known: `!Ref Function.Alias` refers
 * to the alias, and `!GetAtt Function.Version.Version` to an attribute of the version.
 */
function pointAtMade(value, id, made) {
  if (typeof value === 'string') {
    const [, reference] = value.match(`[$]\\{(${id}[.](?:Alias|Version)[^}]*)`) ?? [];
    if (reference) throw unknown('A Fn::Sub', reference);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => pointAtMade(item, id, made));
  const { Ref, 'Fn::GetAtt': [resource, attribute] = [] } = value;
  if (Ref === `${id}.Alias`) return { Ref: made.alias };
  if (resource === id && attribute === 'Version.Version') return { 'Fn::GetAtt': [made.version, 'Version'] };
  if (String(Ref).startsWith(`${id}.`)) throw unknown('A Ref', Ref);
  if (resource === id && attribute.includes('.')) throw unknown('A Fn::GetAtt', `${id}.${attribute}`);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, pointAtMade(item, id, made)]));
}

function known(where, members, names) {
  for (const name of Object.keys(members)) if (!names.includes(name)) throw unknown(where, name);
}

function only(where, members, values) {
  for (const [name, value] of Object.entries(values)) {
    if (members[name] !== value) {
      throw new Error(`${where}: ${name} must be ${value}, but is ${JSON.stringify(members[name])}`);
    }
  }
}

function unknown(where, name) {
  return new Error(`${where} has ${name}, which scripts/expand-sam.mjs does not know how to expand`);
}
