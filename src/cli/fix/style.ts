/** How a text is laid out, as far as what is added to it should look the same. */

import { type MapPlace, type MemberPlace, memberNamed, NotFixable } from './places.js';

export interface Style {
  /** Line ending. */
  readonly eol: string;
  /** One step of indentation. */
  readonly unit: string;
  /** What stands between a name in quotes and its value: `:` or `: `. */
  readonly colon: string;
}

export function styleOf(text: string, root: MapPlace): Style {
  const resource = memberNamed(root, 'Resources')?.map?.members[0];
  const outer = leadOf(text, root.members[0]);
  const inner = leadOf(text, resource);
  const unit = inner.startsWith(outer) ? inner.slice(outer.length) : '';
  const first = root.members[0];
  const colon = first && /^[ \t]*:[ \t]*/.exec(text.slice(first.keyEnd))?.[0];
  return {
    eol: /\r?\n/.exec(text)?.[0] ?? '\n',
    unit: unit || '  ',
    colon: colon ?? ': ',
  };
}

/** The white space that the member's line begins with; empty where the member is not the first thing on it. */
function leadOf(text: string, member: MemberPlace | undefined): string {
  if (!member) return '';
  const lead = text.slice(lineStart(text, member.keyStart), member.keyStart);
  return lead.trim() === '' ? lead : '';
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The indentation of a member in block style. */
export function indentOf(text: string, member: MemberPlace): string {
  const lead = text.slice(lineStart(text, member.keyStart), member.keyStart);
  // A byte order mark takes no column.
  const indent = lead.startsWith('\ufeff') ? lead.slice(1) : lead;
  if (!/^ *$/.test(indent)) throw new NotFixable(`${member.name} does not begin its line`);
  return indent;
}
