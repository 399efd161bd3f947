/** The members that a fix adds, written in the styles that a template may have. */

import { keyInJson, keyInYaml, type WrittenKey } from './key.js';
import type { Style } from './style.js';

/** A name with its content: a text, the key, or more members. */
export interface Member {
  readonly name: string;
  readonly holds: string | { readonly key: WrittenKey } | readonly Member[];
}

/** Lines in block style, without indentation. A nested list is one level deeper. */
export type Lines = readonly (string | Lines)[];

export function linesOf({ name, holds }: Member): Lines {
  if (typeof holds === 'string')
    return [`${name}: ${/^[A-Za-z][A-Za-z ,]*$/.test(holds) ? holds : `'${holds}'`}`];
  if ('key' in holds) return [`${name}: ${keyInYaml(holds.key)}`];
  return [`${name}:`, holds.flatMap(linesOf)];
}

/** The style of a map in braces. */
export interface FlowStyle {
  /** Whether names are in double quotes and functions in their long form. */
  readonly json: boolean;
  /** The line break and indentation before the member; empty where members share a line. */
  readonly lead: string;
}

/** A member inside braces. */
export function flowMember({ name, holds }: Member, { json, lead }: FlowStyle, style: Style): string {
  const start = json ? `${JSON.stringify(name)}${style.colon}` : `${name}: `;
  if (typeof holds === 'string') return start + (json ? JSON.stringify(holds) : `'${holds}'`);
  if ('key' in holds) return start + flowKey(holds.key, json, style);
  const spread = json && lead !== '';
  const inner = spread ? lead + style.unit : '';
  const members = holds.map((member) => flowMember(member, { json, lead: inner }, style));
  return `${start}{${inner}${members.join(spread ? `,${inner}` : `,${gapIn(json, style)}`)}${spread ? lead : ''}}`;
}

/** The key as the value of a member. */
export function flowKey(key: WrittenKey, json: boolean, style: Style): string {
  if (!json) return keyInYaml(key);
  const text = JSON.stringify(keyInJson(key));
  if (key.kind === 'literal') return text;
  // The names in a reference contain no colon and no comma, so these are JSON's own.
  return text.replace('":', `"${style.colon}`).replace(',', `,${gapIn(json, style)}`);
}

/** The space after a comma where members share a line. */
export function gapIn(json: boolean, style: Style): string {
  return json && !style.colon.endsWith(' ') ? '' : ' ';
}
