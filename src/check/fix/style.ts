/** The layout of a text, so that added lines look like the rest. */

import { position } from '../../template/index.js';
import { type MapPlace, type MemberPlace, memberNamed, NotFixable } from './places.js';

export interface Style {
  /** Line ending. */
  readonly eol: string;
  /** Whether it has one of the line breaks that YAML 1.1 knows and editors do not. */
  readonly hasOtherEndings: boolean;
  /** One step of indentation. */
  readonly unit: string;
  /** The text between a name in quotes and its value: `:` or `: `. */
  readonly colon: string;
}

export function styleOf(text: string, root: MapPlace): Style {
  const [first] = root.members;
  const eol = /\r?\n/.exec(text)?.[0] ?? '\n';
  const outer = first ? leadOf(text, first) : '';
  const resource = memberNamed(root, 'Resources')?.map?.members[0];
  const inner = resource ? leadOf(text, resource) : '';
  return {
    eol,
    hasOtherEndings: /\r(?!\n)|[\u0085\u2028\u2029]/.test(text),
    unit: (inner.startsWith(outer) && inner.slice(outer.length)) || '  ',
    colon: (first && root.style === 'flow' && colonAfter(text, first)) || ': ',
  };
}

/** The text between a member's name and its value on the same line. */
export function colonAfter(text: string, { keyEnd }: MemberPlace): string | undefined {
  return /^[ \t]*:[ \t]*/.exec(text.slice(keyEnd, keyEnd + 80))?.[0];
}

/** The line break and indentation before the member, where it is the first on its line; else an empty text. */
export function lineLead(text: string, member: MemberPlace, { eol }: Pick<Style, 'eol'>): string {
  const line = lineStart(text, member.keyStart);
  const lead = text.slice(line, member.keyStart);
  return line > 0 && lead.trim() === '' ? eol + lead : '';
}

/** The indentation before the member; empty where the member is not the first on its line. */
function leadOf(text: string, member: MemberPlace): string {
  const lead = text.slice(lineStart(text, member.keyStart), member.keyStart);
  return lead.trim() === '' ? lead : '';
}

export function lineStart(text: string, offset: number): number {
  return offset - position(text, offset).column + 1;
}

/** The indentation of a member in block style. */
export function indentOf(text: string, member: MemberPlace): string {
  const lead = text.slice(lineStart(text, member.keyStart), member.keyStart);
  // A byte order mark is not indentation.
  const indent = lead.startsWith('\ufeff') ? lead.slice(1) : lead;
  if (!/^ *$/.test(indent)) throw new NotFixable(`${member.name} does not begin its line`);
  return indent;
}
