/** Adds lines to a YAML map in block style. */

import { type Lines, linesOf, type Member } from './content.js';
import { type Edit, type MemberPlace, NotFixable } from './places.js';
import { indentOf, lineStart, type Style } from './style.js';

/** Adds a member as the first one of `place`'s value, which is a map in block style, or empty. */
export function addBelow(text: string, place: MemberPlace, member: Member, style: Style): Edit {
  const first = place.map?.members[0];
  const indent = first ? indentOf(text, first) : indentOf(text, place) + style.unit;
  // A map's tag or anchor, and a comment, may follow the colon.
  const rest = place.map ? /^[ \t]*:[ \t]*(?:[&!]\S*(?:[ \t]+|$))*(?:#.*)?$/ : /^[ \t]*:[ \t]*(?:#.*)?$/;
  return addLine(text, place, place.keyEnd, rest, spell(linesOf(member), indent, style), style);
}

/** Adds a member after `place`, whose value ends on its line, at the same depth. */
export function addAfter(text: string, place: MemberPlace, member: Member, style: Style): Edit {
  const added = spell(linesOf(member), indentOf(text, place), style);
  // A block scalar ends after its line breaks.
  const end = place.keyEnd + text.slice(place.keyEnd, place.valueEnd).trimEnd().length;
  return addLine(text, place, end, /^[ \t]*(?:#.*)?$/, added, style);
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
  // The text does not end with a line break, so the added last line has none either.
  return { offset: text.length, length: 0, text: style.eol + added.slice(0, -style.eol.length) };
}

/** Adds a member before `place` and the comments above it. */
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
      // Keep the empty line between sections.
      return { offset, length: 0, text: content === '' ? added + style.eol : added };
    }
    above = line;
  }
  // Comments up to the beginning of the text belong to the whole file.
  return { offset: start, length: 0, text: added };
}

function spell(lines: Lines, indent: string, style: Style): string {
  return lines
    .map((line) =>
      typeof line === 'string' ? `${indent}${line}${style.eol}` : spell(line, indent + style.unit, style),
    )
    .join('');
}
