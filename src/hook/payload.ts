import { array, type GenericSchema, type InferOutput, nullish, object, safeParse, string } from 'valibot';
import { download, type Network } from './download.js';
import { GuardError } from './failure.js';
import { describeIssues } from './issues.js';

const text = string('expected a string');
const stackPayload = object({ template: text, previousTemplate: nullish(text) }, 'expected an object');
const changeSetPayload = object(
  {
    template: nullish(text),
    changedResources: array(
      object(
        {
          logicalResourceId: text,
          resourceType: text,
          action: text,
          beforeContext: nullish(text),
          afterContext: nullish(text),
        },
        'expected an object',
      ),
      'expected a list',
    ),
  },
  'expected an object',
);

/** What the address of a STACK invocation answers: template texts as they were given to CloudFormation. */
export type StackPayload = InferOutput<typeof stackPayload>;
/** What the address of a CHANGE_SET invocation answers; the contexts are JSON texts. */
export type ChangeSetPayload = InferOutput<typeof changeSetPayload>;
export type Change = ChangeSetPayload['changedResources'][number];

/** Reads the payloads of one invocation. */
export interface Payloads {
  /** @throws GuardError that never quotes the address */
  stack(address: string): Promise<StackPayload>;
  /** @throws GuardError that never quotes the address */
  changeSet(address: string): Promise<ChangeSetPayload>;
}

/** @param deadline when the last byte must be here, on the network's clock */
export function payloadReader(network: Network, deadline: number): Payloads {
  return {
    stack: async (address) => validate(stackPayload, await download(address, deadline, network)),
    changeSet: async (address) => validate(changeSetPayload, await download(address, deadline, network)),
  };
}

function validate<const S extends GenericSchema>(schema: S, json: string): InferOutput<S> {
  let payload: unknown;
  try {
    payload = JSON.parse(json);
  } catch {
    // The parser's message quotes the text.
    throw new GuardError('payloadContent', "The payload with the operation's templates is not JSON");
  }
  const result = safeParse(schema, payload);
  if (result.success) return result.output;
  const issues = describeIssues(result.issues, 'the payload');
  throw new GuardError(
    'payloadContent',
    `The payload with the operation's templates is malformed: ${issues}`,
  );
}
