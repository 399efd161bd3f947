/** AWS's query protocol: a form in, XML out. */
import type { Fault, Params } from './aws-server.js';

const namespace = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';

const metadata =
  '<ResponseMetadata><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ResponseMetadata>';

export function queryAnswer(operation: string, answer: unknown): string {
  const result = element(`${operation}Result`, answer);
  return `<${operation}Response xmlns="${namespace}">${result}${metadata}</${operation}Response>`;
}

export function queryError({ code, message, status }: Fault): string {
  const error = { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message };
  return `<ErrorResponse xmlns="${namespace}">${element('Error', error)}${metadata}</ErrorResponse>`;
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
