/**
 * As much of CloudFormation as `aws cloudformation deploy` and `sam deploy` need. A template's parameters and
 * capabilities are held against what it declares, and its buckets are made in the S3 behind it.
 */
import { readTemplate } from '../../../scripts/package.mjs';
import { Fault, type Operations, type Params } from '../../aws/aws-server.js';

interface Declared {
  readonly Default?: unknown;
  readonly AllowedPattern?: string;
  readonly AllowedValues?: readonly unknown[];
  readonly Type: string;
}
interface Template {
  readonly Transform?: unknown;
  readonly Parameters?: Readonly<Record<string, Declared>>;
  readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: { readonly Ref?: string } }>>;
}
interface Stack {
  readonly template: Template;
  readonly parameters: ReadonlyMap<string, string>;
  readonly isUpdate: boolean;
  status: string;
}

const account = '111122223333';
const longestBody = 51_200;

/** What moto takes for the bucket's owner. */
const signed = { Authorization: 'AWS4-HMAC-SHA256 Credential=testing/20260101/eu-west-1/s3/aws4_request' };

const arn = (kind: string, name: string) => `arn:aws:cloudformation:eu-west-1:${account}:${kind}/${name}/1`;
const bucketName = (stack: string, logicalId: string) => `${stack}-${logicalId}`.toLowerCase();

/** @param s3 where templates are read from, and buckets are made */
export function deploymentsService(s3: string): {
  readonly parametersOf: (stack: string) => Readonly<Record<string, string>>;
  readonly operations: Operations;
} {
  const stacks = new Map<string, Stack>();

  function stackOf({ StackName, ChangeSetName }: Params): [name: string, stack: Stack] {
    const name = String(StackName ?? ChangeSetName).replace(/^arn:.*?\/(.*)\/1$/, '$1');
    const stack = stacks.get(name);
    if (stack === undefined) throw new Fault('ValidationError', `Stack with id ${name} does not exist`);
    return [name, stack];
  }

  async function make(name: string, { template }: Stack): Promise<void> {
    for (const [logicalId, { Type }] of Object.entries(template.Resources)) {
      if (Type === 'AWS::S3::Bucket') await fetch(`${s3}/${bucketName(name, logicalId)}`, { method: 'PUT' });
    }
  }

  return {
    parametersOf: (name) => Object.fromEntries(stackOf({ StackName: name })[1].parameters),
    operations: {
      ActivateOrganizationsAccess: () => ({}),
      CreateStackSet: async (params) => {
        parametersFor(await read(params, s3), params, undefined);
        return { StackSetId: `${params['StackSetName']}:1` };
      },
      CreateStackInstances: () => ({ OperationId: '1' }),
      async CreateChangeSet(params) {
        const name = String(params['StackName']);
        const template = await read(params, s3);
        const previous = stacks.get(name);
        const parameters = parametersFor(template, params, previous?.parameters);
        const needed = Object.values(template.Resources).some(({ Type }) => Type.startsWith('AWS::IAM::'));
        const capabilities = (params['Capabilities'] || []) as readonly string[];
        if (needed && !capabilities.some((capability) => capability.startsWith('CAPABILITY_')))
          throw new Fault('InsufficientCapabilitiesException', 'Requires capabilities : [CAPABILITY_IAM]');
        stacks.set(name, {
          template,
          parameters,
          isUpdate: previous !== undefined,
          status: 'REVIEW_IN_PROGRESS',
        });
        return { Id: arn('changeSet', name), StackId: arn('stack', name) };
      },
      DescribeChangeSet(params) {
        const [name, stack] = stackOf(params);
        const Changes = Object.entries(stack.template.Resources).map(([LogicalResourceId, { Type }]) => ({
          Type: 'Resource',
          ResourceChange: { Action: 'Add', LogicalResourceId, ResourceType: Type },
        }));
        const ids = { ChangeSetId: arn('changeSet', name), StackId: arn('stack', name), StackName: name };
        return { ...ids, Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE', Changes };
      },
      async ExecuteChangeSet(params) {
        const [name, stack] = stackOf(params);
        await make(name, stack);
        stack.status = stack.isUpdate ? 'UPDATE_COMPLETE' : 'CREATE_COMPLETE';
        return {};
      },
      DescribeStacks(params) {
        const [name, { template, status }] = stackOf(params);
        const Outputs = Object.entries(template.Outputs ?? {}).flatMap(([OutputKey, { Value }]) =>
          Value.Ref === undefined ? [] : [{ OutputKey, OutputValue: bucketName(name, Value.Ref) }],
        );
        const Tags = [{ Key: 'ManagedStackSource', Value: 'AwsSamCli' }];
        const ids = { StackName: name, StackId: arn('stack', name), CreationTime: new Date() };
        return { Stacks: [{ ...ids, StackStatus: status, Outputs, Tags }] };
      },
      DescribeStackEvents(params) {
        const [StackName, { status }] = stackOf(params);
        const ResourceStatus = status === 'REVIEW_IN_PROGRESS' ? 'CREATE_IN_PROGRESS' : status;
        const StackId = arn('stack', StackName);
        const about = { LogicalResourceId: StackName, PhysicalResourceId: StackId, ResourceStatus };
        const ResourceType = 'AWS::CloudFormation::Stack';
        const event = {
          EventId: ResourceStatus,
          StackId,
          StackName,
          Timestamp: new Date(),
          ResourceType,
          ...about,
        };
        return { StackEvents: [event] };
      },
      async GetTemplateSummary(params) {
        const template = 'StackName' in params ? stackOf(params)[1].template : await read(params, s3);
        const Parameters = Object.keys(template.Parameters ?? {}).map((ParameterKey) => ({ ParameterKey }));
        return { Parameters };
      },
    },
  };
}

async function read({ TemplateBody, TemplateURL }: Params, s3: string): Promise<Template> {
  if (typeof TemplateBody === 'string') {
    if (Buffer.byteLength(TemplateBody) > longestBody)
      throw new Fault('ValidationError', "Member 'templateBody' must have length less than 51200");
    return readTemplate(TemplateBody) as Template;
  }
  const { hostname, pathname } = new URL(String(TemplateURL));
  const [bucket = ''] = hostname.split('.s3.');
  const answer = await fetch(`${s3}${bucket === hostname ? '' : `/${bucket}`}${pathname}`, {
    headers: signed,
  });
  if (!answer.ok) throw new Fault('ValidationError', `S3 error: ${answer.status}`);
  return readTemplate(await answer.text()) as Template;
}

/** The values of a template's parameters, of which none is missing, unknown or against its constraints. */
function parametersFor(
  { Parameters = {} }: Template,
  params: Params,
  previous: ReadonlyMap<string, string> | undefined,
): ReadonlyMap<string, string> {
  const passed = new Map<string, string>();
  type Passed = Readonly<Record<'ParameterKey' | 'ParameterValue' | 'UsePreviousValue', string>>;
  for (const { ParameterKey, ParameterValue, UsePreviousValue } of (params['Parameters'] || []) as Passed[]) {
    if (!Object.hasOwn(Parameters, ParameterKey))
      throw new Fault('ValidationError', `Parameters: [${ParameterKey}] do not exist in the template`);
    const value = UsePreviousValue === 'true' ? previous?.get(ParameterKey) : ParameterValue;
    if (value !== undefined) passed.set(ParameterKey, value);
  }
  return new Map(
    Object.entries(Parameters).map(([name, declared]) => {
      const value = passed.get(name) ?? declared.Default;
      if (value === undefined) throw new Fault('ValidationError', `Parameters: [${name}] must have values`);
      const items = declared.Type === 'CommaDelimitedList' ? String(value).split(',') : [String(value)];
      if (!items.every((item) => admits(declared, item)))
        throw new Fault('ValidationError', `Parameter ${name} does not meet its constraints: ${value}`);
      return [name, String(value)];
    }),
  );
}

function admits({ AllowedPattern, AllowedValues }: Declared, value: string): boolean {
  if (AllowedValues !== undefined && !AllowedValues.map(String).includes(value)) return false;
  return AllowedPattern === undefined || new RegExp(`^(?:${AllowedPattern})$`).test(value);
}
