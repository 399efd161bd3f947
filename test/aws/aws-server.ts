/**
 * AWS on the loopback: a table of operations for each service, faults on demand. It speaks the query protocol (a form
 * in, XML out: CloudFormation, STS) and the JSON protocol (SageMaker, Organizations, KMS). With a service's model it
 * holds every request and answer against that.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseQuery, queryAnswer, queryError } from './query-protocol.js';
import type { ServiceModel } from './service-model.js';

/** A request's parameters, nested as the API has them; of the query protocol every value is text. */
export type Params = Readonly<Record<string, unknown>>;

/** Operation by operation, what answers it. Dates, booleans and numbers are written as the API writes them. */
export type Operations = Readonly<
  Record<string, (params: Params, region: string, accessKey?: string) => unknown>
>;

/** What answers one service; by the name that requests are signed for, `cloudformation`. */
export interface Service {
  readonly operations: Operations;
  readonly model?: ServiceModel | undefined;
}

/** An error that an operation answers with. */
export class Fault extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/** A fault to come: at the next `times` calls (of one operation, or of any; of those that `when` picks). */
export interface InjectedFault {
  readonly fault: Fault;
  readonly operation?: string;
  readonly when?: (call: Call) => boolean;
  readonly times?: number;
}

export interface Call {
  readonly service: string;
  readonly operation: string;
  readonly params: Params;
  readonly region: string;
  readonly accessKey: string;
}

export interface AwsServer {
  readonly url: string;
  readonly calls: readonly Call[];
  /** Where a request or an answer did not fit the model; a test ends by asserting that there is none. */
  readonly violations: readonly string[];
  inject(fault: InjectedFault): void;
  close(): Promise<void>;
}

/** CloudFormation alone. */
export function startCloudFormationServer(operations: Operations, model?: ServiceModel): Promise<AwsServer> {
  return startAwsServer({ cloudformation: { operations, model } });
}

export async function startAwsServer(services: Readonly<Record<string, Service>>): Promise<AwsServer> {
  const calls: Call[] = [];
  const violations: string[] = [];
  const faults: (Required<Omit<InjectedFault, 'operation'>> & { times: number })[] = [];

  /** What an operation answers. */
  async function answerTo(call: Call, version?: unknown): Promise<unknown> {
    const { service, operation, params, region, accessKey } = call;
    const { operations, model } = services[service] ?? { operations: {} };
    calls.push(call);
    if (version !== undefined && model !== undefined && version !== model.apiVersion)
      violations.push(`${operation}: version ${version}`);
    violate(model?.requestProblems(operation, params) ?? []);
    const next = faults.find(({ when }) => when(call));
    if (next !== undefined) {
      next.times -= 1;
      if (next.times === 0) faults.splice(faults.indexOf(next), 1);
      throw next.fault;
    }
    const handler = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
    if (handler === undefined) throw new Fault('InvalidAction', `${operation} is not implemented here`);
    const answer = (await handler(params, region, accessKey)) ?? {};
    violate(model?.answerProblems(operation, answer) ?? []);
    return answer;
  }

  function violate(problems: readonly string[]): void {
    violations.push(...problems);
    if (problems.length > 0) throw new Fault('ValidationError', problems.join('; '));
  }

  const server = createServer(async (request, response) => {
    const body = await read(request);
    const scope = signingScope(request);
    const target = request.headers['x-amz-target'];
    try {
      if (typeof target === 'string') {
        const operation = target.slice(target.indexOf('.') + 1);
        answer(response, 200, json(await answerTo({ ...scope, operation, params: JSON.parse(body) })));
      } else {
        const { Action, Version, ...params } = parseQuery(body);
        if (typeof Action !== 'string') throw new Fault('MissingAction', 'no Action');
        const answered = await answerTo({ ...scope, operation: Action, params }, Version);
        answer(response, 200, queryAnswer(Action, answered));
      }
    } catch (error) {
      const fault = error instanceof Fault ? error : new Fault('InternalFailure', String(error), 500);
      const isJson = typeof target === 'string';
      answer(
        response,
        fault.status,
        isJson ? json({ __type: fault.code, message: fault.message }) : queryError(fault),
      );
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    violations,
    inject: ({ fault, operation, when = () => true, times = 1 }) =>
      faults.push({
        fault,
        when: (call) => (operation === undefined || call.operation === operation) && when(call),
        times,
      }),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function answer(response: ServerResponse, status: number, body: string): void {
  const type = body.startsWith('<') ? 'text/xml' : 'application/x-amz-json-1.1';
  response.writeHead(status, { 'Content-Type': type }).end(body);
}

/** Moments as seconds, as the JSON protocol has them. */
function json(value: unknown): string {
  return JSON.stringify(value, function (this: Readonly<Record<string, unknown>>, name, member) {
    const original = this[name];
    return original instanceof Date ? original.getTime() / 1000 : member;
  });
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Whose key the request was signed with, and for what; what is not signed is for CloudFormation. */
function signingScope({ headers }: IncomingMessage): Pick<Call, 'service' | 'region' | 'accessKey'> {
  const [, accessKey = '', region = 'unknown', service = 'cloudformation'] =
    /Credential=([^/]+)\/\d+\/([a-z0-9-]+)\/([a-z0-9-]+)\//.exec(headers.authorization ?? '') ?? [];
  return { service, region, accessKey };
}
