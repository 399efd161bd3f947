/**
 * CloudFormation on the loopback: the query protocol that the SDK speaks (a form in, XML out), a table of
 * operations behind it, faults on demand. With a service model it holds every request and answer against that.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServiceModel } from './service-model.js';

/** A request's parameters, nested as the API has them; every value is text, as the protocol sends it. */
export type Params = Readonly<Record<string, unknown>>;

/** Operation by operation, what answers it. Dates, booleans and numbers become XML as the API writes them. */
export type Operations = Readonly<Record<string, (params: Params, region: string) => unknown>>;

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

/** A fault to come: at the next `times` calls (of one operation, or of any). */
export interface InjectedFault {
  readonly fault: Fault;
  readonly operation?: string;
  readonly times?: number;
}

export interface Call {
  readonly operation: string;
  readonly params: Params;
  readonly region: string;
}

export interface CloudFormationServer {
  readonly url: string;
  readonly calls: readonly Call[];
  /** Where a request or an answer did not fit the model; a test ends by asserting that there is none. */
  readonly violations: readonly string[];
  inject(fault: InjectedFault): void;
  close(): Promise<void>;
}

const namespace = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';

export async function startCloudFormationServer(
  operations: Operations,
  model?: ServiceModel,
): Promise<CloudFormationServer> {
  const calls: Call[] = [];
  const violations: string[] = [];
  const faults: { fault: Fault; operation: string | undefined; times: number }[] = [];

  function call(body: string, region: string): string {
    const { Action: operation, Version, ...params } = parseQuery(body);
    if (typeof operation !== 'string') throw new Fault('MissingAction', 'no Action');
    calls.push({ operation, params, region });
    if (model !== undefined && Version !== model.apiVersion)
      violations.push(`${operation}: version ${Version}`);
    violate(model?.requestProblems(operation, params) ?? []);
    const next = faults.find((fault) => fault.operation === undefined || fault.operation === operation);
    if (next !== undefined) {
      next.times -= 1;
      if (next.times === 0) faults.splice(faults.indexOf(next), 1);
      throw next.fault;
    }
    const handler = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
    if (handler === undefined) throw new Fault('InvalidAction', `${operation} is not implemented here`);
    const answer = handler(params, region) ?? {};
    violate(model?.answerProblems(operation, answer) ?? []);
    const result = element(`${operation}Result`, answer);
    return `<${operation}Response xmlns="${namespace}">${result}${metadata}</${operation}Response>`;
  }

  function violate(problems: readonly string[]): void {
    violations.push(...problems);
    if (problems.length > 0) throw new Fault('ValidationError', problems.join('; '));
  }

  const server = createServer(async (request, response) => {
    const body = await read(request);
    try {
      answer(response, 200, call(body.toString('utf8'), signingRegion(request)));
    } catch (error) {
      const fault = error instanceof Fault ? error : new Fault('InternalFailure', String(error), 500);
      answer(response, fault.status, errorDocument(fault));
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    violations,
    inject: ({ fault, operation, times = 1 }) => faults.push({ fault, operation, times }),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

const metadata =
  '<ResponseMetadata><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ResponseMetadata>';

function errorDocument({ code, message, status }: Fault): string {
  const error = { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message };
  return `<ErrorResponse xmlns="${namespace}">${element('Error', error)}${metadata}</ErrorResponse>`;
}

function answer(response: ServerResponse, status: number, xml: string): void {
  response.writeHead(status, { 'Content-Type': 'text/xml' }).end(xml);
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The region that the request was signed for. */
function signingRegion({ headers }: IncomingMessage): string {
  return /Credential=[^/]+\/\d+\/([a-z0-9-]+)\//.exec(headers.authorization ?? '')?.[1] ?? 'unknown';
}

/** A form's `A.member.1.B=x` as `{A: [{B: 'x'}]}`. */
export function parseQuery(body: string): Params {
  const root: Record<string, unknown> = {};
  for (const [key, value] of new URLSearchParams(body)) {
    let node = root;
    const path = key.split('.');
    const last = path.pop() ?? key;
    for (const part of path) {
      node[part] ??= {};
      node = node[part] as Record<string, unknown>;
    }
    node[last] = value;
  }
  return lists(root) as Params;
}

/** Turns every `{member: {1: …, 2: …}}` into a list. */
function lists(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (first?.[0] === 'member' && entries.length === 1 && typeof first[1] === 'object' && first[1] !== null) {
    const items = Object.entries(first[1]).sort(([one], [other]) => Number(one) - Number(other));
    return items.map(([, item]) => lists(item));
  }
  return Object.fromEntries(entries.map(([name, member]) => [name, lists(member)]));
}

/** A value as the API writes it: lists in `member` elements, moments as ISO text, nothing for what is absent. */
function element(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  return `<${name}>${content(value)}</${name}>`;
}

function content(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => element('member', item)).join('');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, member]) => element(name, member))
      .join('');
  }
  return String(value).replace(/[&<>"\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
