// What SAM's transform makes of the few of its constructs that template.yaml uses, as plain CloudFormation and under
// the same logical ids, so that a stack can be updated with either. The integration suite holds it against the real
// translator. A construct that is not known here is an error: left out in silence, it would be missing in an account.
import { createHash } from 'node:crypto';

/** SAM's properties of a function that CloudFormation has under the same name. */
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
/** The others that are known. */
const expanded = [
  'AutoPublishAlias',
  'AutoPublishAliasAllProperties',
  'CodeUri',
  'DeploymentPreference',
  'Handler',
  'VersionDescription',
];

/**
 * @param template template.yaml as data, functions in their long form
 * @param code the function's code, one file that exports `handler`
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
      `One AWS::Serverless::Function is known, and there is ${functions.map(([, { Type }]) => Type)}`,
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
    // Published versions never change, so that other code or other settings need another resource: with
    // AutoPublishAliasAllProperties, SAM names it by all of the function's properties too.
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
 * Of SAM's references to what it makes of a function, the two that are known: `!Ref Function.Alias` is the alias's own
 * resource, and `!GetAtt Function.Version.Version` an attribute of the version's.
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
      throw new Error(`${where}: ${name} is known as ${value} only, and is ${JSON.stringify(members[name])}`);
    }
  }
}

function unknown(where, name) {
  return new Error(`${where} has ${name}, which scripts/expand-sam.mjs does not know how to expand`);
}
