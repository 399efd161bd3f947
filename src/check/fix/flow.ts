/** Adds a member to a map in braces: JSON, or YAML's flow style. */

import { flowMember, gapIn, type Member } from './content.js';
import type { Edit, MapPlace } from './places.js';
import { colonAfter, lineLead, type Style } from './style.js';

/** Adds a member before the one at `index`, or after the last one. */
export function addMember(text: string, map: MapPlace, index: number, member: Member, style: Style): Edit {
  const [first] = map.members;
  const lead = first ? lineLead(text, first, style) : '';
  const own = { ...style, colon: (first && colonAfter(text, first)) ?? style.colon };
  const added = flowMember(member, { json: map.json, lead }, own);
  const gap = lead || gapIn(map.json, own);
  const before = map.members[index - 1];
  if (before) return { offset: before.valueEnd, length: 0, text: `,${gap}${added}` };
  const start = map.start + 1;
  if (!first) return { offset: start, length: 0, text: added };
  // Comments and white space before the first member stay in place; an anchor or a tag belongs to that member.
  const isFree = /^(?:\s|#.*(?:\n|$))*$/.test(text.slice(start, first.keyStart));
  return { offset: isFree ? first.keyStart : start, length: 0, text: `${added},${gap}` };
}
