/** Shows the policy in force, member by member, with the source of each. */
import { stringify } from 'yaml';
import { mergePolicies, type PartialPolicy } from '../../decision/index.js';
import { type Colors, createColors } from '../terminal/colors.js';
import { printable } from '../terminal/printable.js';
import { wrap } from '../terminal/wrap.js';

export interface InForce {
  readonly document: PartialPolicy;
  /** Undefined where there is no file. */
  readonly file: string | undefined;
  /** Whether the program found the file, so that the caller did not name it. */
  readonly isFound: boolean;
}

interface Member {
  readonly name: string;
  readonly value: unknown;
  /** A file, or `default`. */
  readonly from: string;
}

function membersOf({ document, file = '' }: InForce): readonly Member[] {
  return Object.entries(mergePolicies(document)).map(([name, value]) => ({
    name,
    value,
    from: Object.hasOwn(document, name) ? file : 'default',
  }));
}

/** `{"file": …, "members": {"keyPolicy": {"value": …, "from": …}, …}}`; the file is null where there is none. */
export function json(inForce: InForce): string {
  const members = Object.fromEntries(membersOf(inForce).map(({ name, ...member }) => [name, member]));
  return `${JSON.stringify({ file: inForce.file ?? null, members }, null, 2)}\n`;
}

/** A policy document with all members, and comments with their sources. */
export function pretty(inForce: InForce, color: boolean): string {
  const { bold, dim } = createColors(color);
  const heading = wrap(headingOf(inForce), undefined, '# ').map(bold);
  const members = membersOf(inForce).map((member) => memberLines(member, dim));
  return [...heading, '', ...members.flat(), ''].join('\n');
}

function headingOf({ file, isFound }: InForce): string {
  if (file === undefined) return 'There is no policy file: the defaults are in force.';
  const how = isFound ? ', the nearest from here up to the root of the repository,' : '';
  return `${printable(file)}${how} can be used. The policy in force:`;
}

function memberLines({ name, value, from }: Member, dim: Colors['dim']): string[] {
  const [first = '', ...others] = stringify({ [name]: value }, { lineWidth: 0 })
    .trimEnd()
    .split('\n');
  return [`${first}  ${dim(`# ${printable(from)}`)}`, ...others];
}
