/** What is put into a template, in each of the ways in which a template may write it. */

import { keyInJson, keyInYaml, type WrittenKey } from './key.js';
import type { Style } from './style.js';

/** A name with what it holds: a text, the key, or members of its own. */
export interface Member {
  readonly name: string;
  readonly holds: string | { readonly key: WrittenKey } | readonly Member[];
}

/** Lines of block style without indentation; a list is one step deeper than what is around it. */
export type Lines = readonly (string | Lines)[];

export function linesOf({ name, holds }: Member): Lines {
  if (typeof holds === 'string')
    return [`${name}: ${/^[A-Za-z][A-Za-z ,]*$/.test(holds) ? holds : `'${holds}'`}`];
  if ('key' in holds) return [`${name}: ${keyInYaml(holds.key)}`];
  return [`${name}:`, holds.flatMap(linesOf)];
}

/** How a map in braces is written. */
export interface FlowStyle {
  /** Names in double quotes, functions in their long form. */
  readonly json: boolean;
  /** Line ending and indentation of the member itself; empty where members share a line. */
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
  // The names in a reference hold no colon and no comma, so these are all JSON's own.
  return text.replace('":', `"${style.colon}`).replace(',', `,${gapIn(json, style)}`);
}

/** What follows a comma where members share a line. */
export function gapIn(json: boolean, style: Style): string {
  return json && !style.colon.endsWith(' ') ? '' : ' ';
}
