/** Adding lines to a YAML map in block style. */

import { type Lines, linesOf, type Member } from './content.js';
import { type Edit, type MemberPlace, NotFixable } from './places.js';
import { indentOf, lineStart, type Style } from './style.js';

/** Adds a member as the first of another's value, which is a map in block style, or nothing. */
export function addBelow(text: string, place: MemberPlace, member: Member, style: Style): Edit {
  const first = place.map?.members[0];
  const indent = first ? indentOf(text, first) : indentOf(text, place) + style.unit;
  // The tag or the anchor of a map may follow the colon, and a comment.
  const rest = place.map ? /^[ \t]*:[ \t]*(?:[&!]\S*(?:[ \t]+|$))*(?:#.*)?$/ : /^[ \t]*:[ \t]*(?:#.*)?$/;
  return addLine(text, place, place.keyEnd, rest, spell(linesOf(member), indent, style), style);
}

/** Adds a member after one whose value ends on the line, at the same depth. */
export function addAfter(text: string, place: MemberPlace, member: Member, style: Style): Edit {
  const added = spell(linesOf(member), indentOf(text, place), style);
  return addLine(text, place, place.valueEnd, /^[ \t]*(?:#.*)?$/, added, style);
}

function addLine(
  text: string,
  place: MemberPlace,
  from: number,
  rest: RegExp,
  added: string,
  style: Style,
): Edit {
  const newline = text.indexOf('\n', from);
  const line = text.slice(from, newline === -1 ? undefined : newline).replace(/\r$/, '');
  if (!rest.test(line)) throw new NotFixable(`${place.name} is not written in plain block style`);
  if (newline !== -1) return { offset: newline + 1, length: 0, text: added };
  // The last line of the text has no ending, and the new last one gets none either.
  return { offset: text.length, length: 0, text: style.eol + added.slice(0, -style.eol.length) };
}

/** Adds a member before another and the comments that belong to it. */
export function addBefore(text: string, place: MemberPlace, member: Member, style: Style): Edit {
  const indent = indentOf(text, place);
  const added = spell(linesOf(member), indent, style);
  const start = place.keyStart - indent.length;
  let above = lineStart(text, start);
  while (above > 0) {
    const line = lineStart(text, above - 1);
    const content = text.slice(line, above).trimEnd();
    if (!content.startsWith(`${indent}#`)) {
      const offset = content.startsWith('---') ? start : above;
      // Sections that are set apart by an empty line stay so.
      return { offset, length: 0, text: content === '' ? added + style.eol : added };
    }
    above = line;
  }
  // Comments that go up to the beginning are about the whole file.
  return { offset: start, length: 0, text: added };
}

function spell(lines: Lines, indent: string, style: Style): string {
  return lines
    .map((line) =>
      typeof line === 'string' ? `${indent}${line}${style.eol}` : spell(line, indent + style.unit, style),
    )
    .join('');
}
