import { type BaseIssue, partial, safeParse } from 'valibot';
import { isRawMap } from '../template/index.js';
import { nearest } from './nearest.js';
import { exemptionMembers, type PartialPolicy, policySchema } from './policy.js';

/** One problem of a policy document. */
export interface PolicyIssue {
  /** The member, as `exemptions[0].expires`; empty for the document as a whole. */
  readonly member: string;
  readonly message: string;
}

/** A policy document that cannot be used, with all its problems. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  constructor(
    /** Where the document came from: `GUARD_POLICY`, a file's name, an S3 address, `hookModel`. */
    readonly source: string,
    readonly issues: readonly PolicyIssue[],
    options?: ErrorOptions,
  ) {
    const texts = issues.map(({ member, message }) => (member ? `${member}: ${message}` : message));
    super(`The policy in ${source} cannot be used: ${texts.join('; ')}`, options);
  }
}

/** Longest policy document, in bytes of UTF-8: 1 MiB. */
export const MAX_POLICY_BYTES = 1024 * 1024;

/**
 * Reads a policy document in JSON or YAML.
 *
 * @throws {PolicyError} naming every wrong member; also for a text that is empty, too long or not a map
 */
export async function parsePolicy(text: string, source: string): Promise<PartialPolicy> {
  if (Buffer.byteLength(text) > MAX_POLICY_BYTES) throw unusable(source, 'it is longer than 1 MiB');
  if (text.trim() === '') throw unusable(source, `it is empty; the policy with all defaults is {}`);
  return policyOfDocument(await readDocument(text, source), source);
}

function unusable(source: string, message: string, options?: ErrorOptions): PolicyError {
  return new PolicyError(source, [{ member: '', message }], options);
}

/**
 * The policy in a hook's type configuration. A Lambda Hook has its function's ARN there (`LambdaFunction`), which is
 * not part of the policy.
 *
 * @throws {PolicyError} naming every wrong member
 */
export function policyOfHookModel(hookModel: unknown): PartialPolicy {
  if (hookModel === undefined || hookModel === null) return {};
  if (!isRawMap(hookModel)) return policyOfDocument(hookModel, 'hookModel');
  const { LambdaFunction: _, ...document } = hookModel;
  return policyOfDocument(document, 'hookModel');
}

async function readDocument(text: string, source: string): Promise<unknown> {
  try {
    return JSON.parse(text);
  } catch {
    // Loaded on demand: the YAML library is large, and a policy in JSON does not need it.
    const { parseYaml } = await import('./parse-yaml.js');
    try {
      return parseYaml(text);
    } catch (cause) {
      const [message = ''] = String(cause instanceof Error ? cause.message : cause).split('\n');
      throw unusable(source, message.replace(/:$/, ''), { cause });
    }
  }
}

const documentSchema = partial(policySchema);

/**
 * The policy in a document that is parsed already.
 *
 * @throws {PolicyError} naming every wrong member
 */
export function policyOfDocument(document: unknown, source: string): PartialPolicy {
  if (!isRawMap(document)) throw unusable(source, `it must be a map of members, not ${shown(document)}`);
  const read = safeParse(documentSchema, document);
  const issues = [...unknownMembers(document), ...(read.issues ?? []).map(toPolicyIssue)];
  if (!read.success || issues.length > 0) throw new PolicyError(source, issues);
  return read.output;
}

function toPolicyIssue(issue: BaseIssue<unknown>): PolicyIssue {
  return { member: placeOf(issue.path?.map(({ key }) => key) ?? []), message: complaint(issue) };
}

/** The message of our own checks, or for valibot's checks what they expected and what they found. */
function complaint({ kind, expected, received, input, message }: BaseIssue<unknown>): string {
  if (kind !== 'schema' || !expected) return message;
  return received === 'undefined' ? 'is missing' : `must be ${wanted(expected)}, not ${shown(input)}`;
}

function wanted(expected: string): string {
  if (expected === 'Array') return 'a list';
  if (expected === 'Object') return 'a map';
  if (expected === 'string') return 'text (in quotation marks, if it reads as a number)';
  return expected.replace(/^\((.*)\)$/, '$1').replaceAll(' | ', ' or ');
}

function shown(input: unknown): string {
  if (Array.isArray(input)) return 'a list';
  if (isRawMap(input)) return 'a map';
  const text = JSON.stringify(input);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}

function unknownMembers(document: Record<string, unknown>): PolicyIssue[] {
  const exemptions = Array.isArray(document['exemptions']) ? document['exemptions'] : [];
  return [
    ...strangers(document, Object.keys(policySchema.entries), []),
    ...exemptions.flatMap((item: unknown, index) =>
      isRawMap(item) ? strangers(item, Object.keys(exemptionMembers.entries), ['exemptions', index]) : [],
    ),
  ];
}

/**
 * Unknown members, each with the most similar known one. A strict schema does not do: it stops at the first unknown
 * member and overlooks names such as `constructor`.
 */
function strangers(map: object, known: readonly string[], at: readonly unknown[]): PolicyIssue[] {
  return Object.keys(map)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const near = nearest(name, known);
      const message = near
        ? `there is no such member; did you mean ${near}?`
        : `there is no such member; known are ${known.join(', ')}`;
      return { member: placeOf([...at, name]), message };
    });
}

function placeOf(path: readonly unknown[]): string {
  return path
    .map((key, at) => (typeof key === 'number' ? `[${key}]` : `${at > 0 ? '.' : ''}${key}`))
    .join('');
}
