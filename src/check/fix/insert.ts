/** Adds a member to another member's value, in the style of that value. */

import { addAfter, addBefore, addBelow } from './block.js';
import { flowMember, type Member } from './content.js';
import { addMember } from './flow.js';
import { type Edit, type MapPlace, type MemberPlace, NotFixable } from './places.js';
import type { Style } from './style.js';

/**
 * Adds `member` to the value of `place`, which must be a map or empty.
 * @param owner the map that contains `place`
 * @param raw the value as it was parsed
 */
export function addInside(
  text: string,
  owner: MapPlace,
  place: MemberPlace,
  raw: unknown,
  member: Member,
  style: Style,
): Edit {
  if (place.shared) throw new NotFixable(`${place.name} is shared with another place through an alias`);
  const { map } = place;
  if (map) {
    return map.style === 'block'
      ? addBelow(text, place, member, style)
      : addMember(text, map, 0, member, style);
  }
  if (raw !== null) throw new NotFixable(`${place.name} is not a plain map`);
  if (owner.style === 'block' && place.valueEnd === place.keyEnd) return addBelow(text, place, member, style);
  return replaceValue(text, place, `{${flowMember(member, { json: owner.json, lead: '' }, style)}}`);
}

/** Adds a member to a map, next to the member `beside`. */
export function addBeside(
  text: string,
  owner: MapPlace,
  beside: MemberPlace,
  side: 'before' | 'after',
  member: Member,
  style: Style,
): Edit {
  if (owner.style === 'flow') {
    const index = owner.members.indexOf(beside) + (side === 'after' ? 1 : 0);
    return addMember(text, owner, index, member, style);
  }
  return side === 'before' ? addBefore(text, beside, member, style) : addAfter(text, beside, member, style);
}

/** Replaces a member's value, on the line of its name. */
export function replaceValue(text: string, place: MemberPlace, value: string): Edit {
  const colon = /^[ \t]*:/.exec(text.slice(place.keyEnd));
  if (!colon) throw new NotFixable(`${place.name} is written without a colon after its name`);
  const from = place.keyEnd + colon[0].length;
  if (place.valueEnd <= from) {
    if (!/^[ \t]*(?:[#,}\r\n]|$)/.test(text.slice(from))) {
      throw new NotFixable(`${place.name} has a tag or an anchor and no value`);
    }
    return { offset: from, length: 0, text: ` ${value}` };
  }
  // A comment after the value stays. A meaningless value contains no other number sign.
  const old = text
    .slice(from, place.valueEnd)
    .trimEnd()
    .replace(/\s+#[^\n]*$/, '');
  const lead = /^\s*/.exec(old)?.[0] ?? '';
  if (old.includes('#')) {
    throw new NotFixable(`a comment stands between ${place.name} and its value`);
  }
  return lead.includes('\n')
    ? { offset: from, length: old.length, text: ` ${value}` }
    : { offset: from + lead.length, length: old.length - lead.length, text: value };
}
